import { join, resolve } from 'node:path';

/** The example app's folder, from the sources (`server/`) as from the build (`dist/server/`). */
export const HOME = __dirname.replace(/[\\/](?:dist[\\/])?server$/, '');

const MAX_PORT = 65_535;

/** A start that cannot succeed, worded for the person at the terminal and printed without a stack. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The environment, read once at the start. */
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
  if (!text) {
    return undefined;
  }
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) {
    return port;
  }
  throw new StartError(
    `${variable} is ${JSON.stringify(text)}; write a number from 0 to ${MAX_PORT} (0: any free port).`,
  );
}

function readDataFile(text: string | undefined): string | undefined {
  if (text === ':memory:') {
    return undefined;
  }
  return text ? resolve(text) : join(HOME, '.data', 'users.db');
}
