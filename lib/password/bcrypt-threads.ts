import type { Piscina } from 'piscina';
import { TemporarilyUnavailableError } from '../errors';
import type { TimedResult } from './hash-queue';
import { startPool } from './worker-pool';

/** A task for a thread; see bcrypt-worker.cjs. */
export type BcryptTask =
  | { readonly kind: 'hash'; readonly password: string; readonly rounds: number }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

// Up to two attempts may get threads that have hashed a password, whose errors must not be exposed.
const WARM_UP_ATTEMPTS = 3;

/**
 * The worker threads that run bcrypt. All of them start with the first task; they do not keep the
 * process alive while idle. No task waits here: the queue in front passes on at most one task per
 * thread.
 *
 * A task whose thread ends is run once more on a new thread. If that fails too, the error is one of
 * our own, because the error of a thread may contain the password.
 */
export class BcryptThreads {
  readonly #threads: number;
  #pool: Piscina | undefined;
  /** True until the pool has handled a password. */
  #pristine = true;
  /** The error of a thread that could not start, unless it may reveal a password. */
  #startError: unknown;
  #hasWarned = false;

  constructor(threads: number) {
    this.#threads = threads;
  }

  /** Runs `task`. After `limitMs` it is considered hung, and its thread is replaced. */
  async run<Result>(task: BcryptTask, limitMs: number): Promise<TimedResult<Result>> {
    try {
      return await this.#attempt(task, limitMs, false);
    } catch (first) {
      if (isTimeout(first)) {
        throw unavailable(new Error('A hash took too long'));
      }
      return this.#retry(task, limitMs);
    }
  }

  /**
   * Hashes a constant to start the threads. There is no secret in it, so that its error may be shown.
   */
  async warmUp(rounds: number, limitMs: number): Promise<TimedResult<string>> {
    const task: BcryptTask = { kind: 'hash', password: 'warm-up', rounds };
    for (let left = WARM_UP_ATTEMPTS; ; ) {
      try {
        return await this.#attempt<string>(task, limitMs, true);
      } catch (error) {
        left -= 1;
        if (left === 0) {
          throw notWorking(this.#startError ?? error);
        }
      }
    }
  }

  /** Ends all threads, including busy ones. */
  async end(): Promise<void> {
    const pool = this.#pool;
    this.#pool = undefined;
    await pool?.destroy();
  }

  async #retry<Result>(task: BcryptTask, limitMs: number): Promise<TimedResult<Result>> {
    try {
      return await this.#attempt(task, limitMs, false);
    } catch {
      const reason = this.#startError;
      throw unavailable(
        reason === undefined ? new Error('A hashing thread failed') : notWorking(reason),
      );
    }
  }

  #attempt<Result>(
    task: BcryptTask,
    limitMs: number,
    pristine: boolean,
  ): Promise<TimedResult<Result>> {
    this.#pool ??= this.#start();
    this.#pristine &&= pristine;
    return this.#pool.run(task, { signal: AbortSignal.timeout(limitMs) });
  }

  #start(): Piscina {
    this.#pristine = true;
    this.#startError = undefined;
    const pool = this.#startPool();
    // Emitted for a thread that cannot start. Without a listener it would end the process, and without
    // end() its task would wait until the limit. The next attempt makes a new pool.
    pool.on('error', (error) => {
      if (this.#pool === pool) {
        this.#reportStart(this.#pristine ? error : undefined);
        void this.end();
      }
    });
    return pool;
  }

  #startPool(): Piscina {
    try {
      return startPool(this.#threads);
    } catch (error) {
      this.#reportStart(error);
      throw error;
    }
  }

  /** Warns once: a host may neither call `ready()` nor log the `cause` of a 503. */
  #reportStart(error: unknown): void {
    this.#startError = error;
    if (!this.#hasWarned) {
      this.#hasWarned = true;
      process.emitWarning(notWorking(error ?? 'a thread could not start').message, {
        type: 'ExpressDbconnectionsWarning',
        code: 'EXPRESS_DBCONNECTIONS_THREADS',
      });
    }
  }
}

function unavailable(cause: Error): TemporarilyUnavailableError {
  return new TemporarilyUnavailableError({ reason: 'threads', cause });
}

function notWorking(cause: unknown): Error {
  return new Error(`express-dbconnections: the hashing threads do not work: ${cause}`, { cause });
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
