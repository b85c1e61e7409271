import { join, resolve } from 'node:path';

import { home } from './home';
import { StartError } from './start-error';

/** What the environment says, read once at the start. */
export interface Settings {
  /** Absent: 3000, or any free port when 3000 is taken. */
  readonly port: number | undefined;
  /** The same for https; absent: 3443. */
  readonly httpsPort: number | undefined;
  /** Where the embedded database keeps the users; absent: in memory only. */
  readonly dataFile: string | undefined;
  /** A real MongoDB instead of the embedded database. */
  readonly mongodbUri: string | undefined;
}

/** An empty variable counts as unset: that is what `PORT= npm start` means to most people. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: readPort('PORT', env.PORT),
    httpsPort: readPort('HTTPS_PORT', env.HTTPS_PORT),
    dataFile: readDataFile(env.DATA_FILE),
    mongodbUri: env.MONGODB_URI || undefined,
  };
}

function readPort(variable: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new StartError(
    `${variable} is ${JSON.stringify(text)}; write a number from 0 to 65535 (0: any free port).`,
  );
}

function readDataFile(text: string | undefined): string | undefined {
  if (text === ':memory:') return undefined;
  return text ? resolve(text) : join(home, '.data', 'users.db');
}
