import { join } from 'node:path';
import { Piscina } from 'piscina';
import { TemporarilyUnavailableError } from '../errors';
import type { TimedResult } from './hash-queue';

/** What the threads can do; see bcrypt-worker.cjs. */
export type BcryptTask =
  | { readonly kind: 'hash'; readonly password: string; readonly rounds: number }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

const WORKER = join(__dirname, 'bcrypt-worker.cjs');
// Several times what bcrypt needs: a thread that wants more is ended before the process is.
const MEMORY = { maxOldGenerationSizeMb: 64 };
// Two may fail with threads that have hashed passwords and therefore do not tell why they end.
const WARM_UP_ATTEMPTS = 3;

/**
 * The worker threads that run bcrypt. They start with the first task and all at once, they do not
 * keep the process alive while idle, and a task never waits in here: the queue before them hands
 * over no more tasks than there are threads.
 *
 * A thread that dies takes its task with it; the task gets a second try on a fresh thread. What is
 * reported then is an error of our own, for a thread's own words may hold the password.
 */
export class BcryptThreads {
  readonly #threads: number;
  #pool: Piscina | undefined;
  /** Whether the threads have had nothing to do yet that is secret. */
  #pristine = true;
  /** What the threads said when they could not start. */
  #startFault: unknown;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Runs `task`; a task that is still running after `limit` ms is taken for hung and its thread replaced. */
  async run<Result>(task: BcryptTask, limit: number): Promise<TimedResult<Result>> {
    try {
      return await this.#attempt(task, limit, false);
    } catch (first) {
      if (isTimeout(first)) {
        throw new TemporarilyUnavailableError({ cause: new Error('A hash took too long') });
      }
      return this.#retry(task, limit);
    }
  }

  /**
   * Makes a hash of no password. There is no secret in it, so that the error tells what is wrong with
   * the threads.
   */
  async warmUp(rounds: number, limit: number): Promise<TimedResult<string>> {
    const task: BcryptTask = { kind: 'hash', password: 'warm-up', rounds };
    for (let left = WARM_UP_ATTEMPTS; ; ) {
      try {
        return await this.#attempt<string>(task, limit, true);
      } catch (error) {
        left -= 1;
        if (left === 0) {
          throw notWorking(this.#startFault ?? error);
        }
      }
    }
  }

  /** Ends the threads, the idle ones and the busy ones. */
  async end(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }

  async #retry<Result>(task: BcryptTask, limit: number): Promise<TimedResult<Result>> {
    try {
      return await this.#attempt(task, limit, false);
    } catch {
      throw new TemporarilyUnavailableError({ cause: new Error('A hashing thread failed') });
    }
  }

  #attempt<Result>(
    task: BcryptTask,
    limit: number,
    pristine: boolean,
  ): Promise<TimedResult<Result>> {
    this.#pool ??= this.#start();
    this.#pristine &&= pristine;
    return this.#pool.run(task, { signal: AbortSignal.timeout(limit) });
  }

  #start(): Piscina {
    const threads = this.#threads;
    const pool = new Piscina({
      filename: WORKER,
      minThreads: threads,
      maxThreads: threads,
      resourceLimits: MEMORY,
    });
    this.#pristine = true;
    this.#startFault = undefined;
    // A thread that cannot start: without a listener it would end the process, and piscina would let
    // tasks wait for it until their limit. The next attempt begins anew.
    pool.on('error', (fault) => {
      if (this.#pool === pool) {
        this.#startFault = this.#pristine ? fault : undefined;
        void this.end();
      }
    });
    return pool;
  }
}

function notWorking(cause: unknown): Error {
  return new Error(`express-dbconnections: the hashing threads do not work: ${cause}`, { cause });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
