import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';

/** The app of `host.mjs`, running in a process of its own. */
export interface Host {
  readonly url: string;
  readonly versions: Readonly<Record<'node' | 'express' | 'mongoose', string>>;
  /** Resolves with what the task says. */
  ask(task: 'readyWithoutIndexes' | 'closeRouters'): Promise<unknown>;
  /** Lets go of everything; resolves with how the process ended, and what it had printed. */
  end(): Promise<{ readonly code: number | null; readonly printed: string }>;
  kill(): void;
}

export interface HostOptions {
  /** The program of Node. */
  readonly node: string;
  /** Where `host.mjs` and its packages are. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
}

export async function startHost({ node, folder, env }: HostOptions): Promise<Host> {
  const child = fork('host.mjs', {
    cwd: folder,
    execPath: node,
    execArgv: [],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (bytes) => {
      printed += bytes;
    });
  }
  const ended = once(child, 'close');

  async function answer<Answer>(): Promise<Answer> {
    const [message] = await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`The host has ended: ${printed}`))),
    ]);
    return message;
  }

  const { url, versions } = await answer<Pick<Host, 'url' | 'versions'>>();
  return {
    url,
    versions,
    async ask(task) {
      child.send(task);
      const { said } = await answer<{ said?: unknown }>();
      return said;
    },
    async end() {
      child.send('end');
      const [code] = await ended;
      return { code, printed };
    },
    kill: () => killIfAlive(child),
  };
}

function killIfAlive(child: ChildProcess): void {
  if (child.exitCode === null) {
    child.kill('SIGKILL');
  }
}
