import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A consumer in a process of its own, controlled by messages. */
export interface Program<Facts> {
  /** Its first message. */
  readonly facts: Facts;
  /** Sends a task; resolves with its result. */
  ask(task: string): Promise<unknown>;
  /** Ends the program; resolves with its exit code and everything that it has printed. */
  end(): Promise<{ readonly code: number | null; readonly printed: string }>;
  kill(): void;
}

export interface ProgramOptions {
  /** The folder of the file, with its packages installed. */
  readonly folder: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  /** Path of the Node binary. Default the one that runs the specs. */
  readonly node?: string;
}

/** Starts a program; resolves when it has sent its facts. */
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

  async function nextMessage(): Promise<unknown> {
    const [message] = await Promise.race([
      once(child, 'message'),
      ended.then(() => Promise.reject(new Error(`${file} has ended: ${printed}`))),
    ]);
    return message;
  }

  return {
    facts: (await nextMessage()) as Facts,
    async ask(task) {
      child.send(task);
      const { result } = (await nextMessage()) as { result?: unknown };
      return result;
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
