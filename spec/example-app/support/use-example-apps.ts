import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build';

/** For the specs' own sign-ups. The greeting has another one: this one must never be printed. */
export const PASSWORD = 'Unprinted-Horse-7';

const HASH = /\$2[abxy]\$\d\d\$/;
const GREETING = /^ {2}The page {7}(http:\/\/\S+)\/$.*^ {2}Ctrl-C stops it\.\n\n/ms;
const SECURE = /^ {2}Over https {5}(https:\/\/\S+)\/$/m;

/** The example app as `npm start` runs it, in a process of its own. */
export interface ExampleApp {
  readonly pid: number | undefined;
  /** Everything on its terminal so far, both streams. */
  readonly output: string;
  /** Resolves when the process has ended, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Resolves with the first match on the terminal; rejects when the process ends without one. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the address when the greeting is printed. */
  address(): Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Changes to the environment: without any, free ports and a database in memory. */
export type Environment = Readonly<Record<string, string>>;

const ENVIRONMENT: Environment = {
  PORT: '0',
  HTTPS_PORT: '0',
  DATA_FILE: ':memory:',
  MONGODB_URI: '',
};

/** Starts apps; each is ended after its spec, and must not have printed passwords or hashes. */
export function useExampleApps() {
  const apps: ExampleApp[] = [];
  afterEach(() => end(apps.splice(0)));

  return {
    /** A process that may end by itself. */
    launch(environment: Environment = {}): ExampleApp {
      const app = launch(environment);
      apps.push(app);
      return app;
    },
    /** A process that listens. */
    async start(environment: Environment = {}): Promise<ExampleApp & { readonly url: string }> {
      const app = this.launch(environment);
      return Object.assign(app, { url: await app.address() });
    },
  };
}

/** One app for all specs of a file. */
export function useExampleApp(environment: Environment = {}) {
  let app: ExampleApp;
  let url = '';
  let secureUrl = '';

  beforeAll(async () => {
    app = launch(environment);
    url = await app.address();
    [, secureUrl = ''] = SECURE.exec(app.output) ?? [];
  });

  afterAll(() => end([app]));

  return {
    get url() {
      return url;
    },
    get secureUrl() {
      return secureUrl;
    },
    /** Everything on its terminal so far. */
    get output() {
      return app.output;
    },
  };
}

function launch(environment: Environment): ExampleApp {
  const main = join(ROOT, 'example-app', 'dist', 'server', 'main.js');
  // An app that is killed leaves its socket behind.
  const TMPDIR = mkdtempSync(join(tmpdir(), 'example-app-'));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, ...ENVIRONMENT, TMPDIR, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => {
    rmSync(TMPDIR, { recursive: true, force: true });
    return code ?? signal;
  });

  return {
    pid: child.pid,
    ended,
    get output() {
      return output;
    },
    printed(pattern) {
      return new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output);
          if (match !== null) {
            resolve(match);
          }
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        look();
        ended.then((code) => reject(new Error(`Ended (${code}) without ${pattern}:\n${output}`)));
      });
    },
    async address() {
      const [, address = ''] = await this.printed(GREETING);
      return address;
    },
    kill(signal) {
      child.kill(signal);
    },
  };
}

async function end(apps: readonly ExampleApp[]): Promise<void> {
  for (const app of apps) {
    app.kill('SIGKILL');
  }
  await Promise.all(apps.map(({ ended }) => ended));
  for (const { output } of apps) {
    expect(output).not.toMatch(HASH);
    expect(output).not.toContain(PASSWORD);
  }
}
