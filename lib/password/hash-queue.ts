import { TemporarilyUnavailableError } from '../errors';

/** What a job resolves with: its result, and how long the work itself took. */
export interface TimedResult<Result> {
  readonly result: Result;
  readonly milliseconds: number;
}

export interface HashQueueOptions {
  /** How many jobs run at once. */
  readonly threads: number;
  /** Longest wait, in ms, that a job may be predicted to have. */
  readonly maxWait: number;
  /** What a job is expected to take, in ms, until the first one has been measured. */
  readonly expected: number;
}

// How much the newest measurement counts in the running mean of the job time.
const NEWEST_WEIGHT = 0.2;

/**
 * Decides who is hashed, and when: first come, first served, as many at once as there are threads,
 * and no more in line than can be served within `maxWait`. Whoever comes on top of that is refused
 * at once, which costs nothing, instead of being served too late, which costs a hash.
 */
export class HashQueue {
  readonly #options: HashQueueOptions;
  readonly #waiting = new Set<() => void>();
  #running = 0;
  #recent: number;
  #drained: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: HashQueueOptions) {
    this.#options = options;
    this.#recent = options.expected;
  }

  /**
   * Runs `job` when its turn comes, unless the line is too long. A job that is aborted before its
   * turn never runs.
   */
  async run<Result>(
    job: () => Promise<TimedResult<Result>>,
    signal?: AbortSignal,
  ): Promise<Result> {
    signal?.throwIfAborted();
    this.#admit(this.#options.maxWait);
    return this.#serve(job, signal);
  }

  /** Runs `job` when its turn comes, however long the line is. */
  async runAtLast<Result>(job: () => Promise<TimedResult<Result>>): Promise<Result> {
    this.#admit(Infinity);
    return this.#serve(job);
  }

  /** Refuses new jobs and resolves when the last one has ended. */
  close(): Promise<void> {
    this.#closed ??= new Promise((resolve) => {
      this.#drained = resolve;
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
      this.#recent += NEWEST_WEIGHT * (milliseconds - this.#recent);
      return result;
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #admit(maxWait: number): void {
    const wait = (this.#waiting.size * this.#recent) / this.#options.threads;
    if (this.#closed !== undefined || wait > maxWait) {
      throw new TemporarilyUnavailableError({ retryAfter: Math.max(1, Math.ceil(wait / 1000)) });
    }
  }

  #turn(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(start);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
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
      this.#drained?.();
    }
  }
}
