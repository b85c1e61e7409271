import { TemporarilyUnavailableError } from '../errors';

/** The result of a job and the time that the work itself took. */
export interface TimedResult<Result> {
  readonly result: Result;
  readonly milliseconds: number;
}

export interface HashQueueOptions {
  /** Number of jobs that run at the same time. */
  readonly threads: number;
  /** The longest predicted wait with which a job is still accepted. */
  readonly maxWaitMs: number;
  /** Assumed time of a job until the first one has been measured. */
  readonly expectedMs: number;
}

// Weight of the newest measurement in the moving average of the job time.
const NEWEST_WEIGHT = 0.2;

/**
 * A first-in, first-out queue in front of the hashing threads. A job whose predicted wait is longer
 * than `maxWaitMs` is refused at once, which costs nothing: served too late it would cost a hash.
 */
export class HashQueue {
  readonly #options: HashQueueOptions;
  readonly #waiting = new Set<() => void>();
  #running = 0;
  /** An exponentially weighted moving average of the job time. */
  #averageMs: number;
  #resolveClose: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: HashQueueOptions) {
    this.#options = options;
    this.#averageMs = options.expectedMs;
  }

  /**
   * Runs `job` when its turn comes; throws at once when the queue is too long. A job that is aborted
   * before its turn never runs.
   */
  async run<Result>(
    job: () => Promise<TimedResult<Result>>,
    signal?: AbortSignal,
  ): Promise<Result> {
    signal?.throwIfAborted();
    this.#admit(this.#options.maxWaitMs);
    return this.#serve(job, signal);
  }

  /** Runs `job` when its turn comes, however long the queue is. */
  async runUnbounded<Result>(job: () => Promise<TimedResult<Result>>): Promise<Result> {
    this.#admit(Infinity);
    return this.#serve(job);
  }

  /** Refuses new jobs and resolves when the last one has ended. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#resolveClose = resolve;
      this.#next();
    });
    return this.#closed;
  }

  async #serve<Result>(
    job: () => Promise<TimedResult<Result>>,
    signal?: AbortSignal,
  ): Promise<Result> {
    await this.#turn(signal);
    try {
      const { result, milliseconds } = await job();
      this.#averageMs += NEWEST_WEIGHT * (milliseconds - this.#averageMs);
      return result;
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #admit(maxWaitMs: number): void {
    const waitMs = (this.#waiting.size * this.#averageMs) / this.#options.threads;
    if (this.#closed !== undefined || waitMs > maxWaitMs) {
      throw new TemporarilyUnavailableError({ retryAfter: Math.max(1, Math.ceil(waitMs / 1000)) });
    }
  }

  #turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      };
      const cancel = () => {
        this.#waiting.delete(start);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.add(start);
      this.#next();
    });
  }

  #next(): void {
    const [start] = this.#waiting;
    if (start !== undefined && this.#running < this.#options.threads) {
      this.#waiting.delete(start);
      this.#running += 1;
      start();
    }
    if (this.#running === 0 && this.#waiting.size === 0) {
      this.#resolveClose?.();
    }
  }
}
