import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A consumer that runs in a process of its own. */
export interface Program<Facts> {
  /** What it said first. */
  readonly facts: Facts;
  /** Sends it a task; resolves with what it says to that. */
  ask(task: string): Promise<unknown>;
  /** Sends it the last task; resolves with how the process ended, and what it had printed. */
  end(): Promise<{ readonly code: number | null; readonly printed: string }>;
  kill(): void;
}

export interface ProgramOptions {
  /** Where it is, with its packages. */
  readonly folder: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** The program of Node. Default the one that runs the specs. */
  readonly node?: string;
}

/** Starts a program; resolves when it has said its facts. */
export async function startProgram<Facts>({
  folder,
  file,
  env,
  node = process.execPath,
}: ProgramOptions): Promise<Program<Facts>> {
  const child = fork(file, {
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

  async function answer(): Promise<unknown> {
    const [message] = await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`${file} has ended: ${printed}`))),
    ]);
    return message;
  }

  return {
    facts: (await answer()) as Facts,
    async ask(task) {
      child.send(task);
      const { said } = (await answer()) as { said?: unknown };
      return said;
    },
    async end() {
      child.send('end');
      const [code] = await ended;
      return { code, printed };
    },
    kill() {
      if (child.exitCode === null) {
        child.kill('SIGKILL');
      }
    },
  };
}
