import { TemporarilyUnavailableError, type UnavailableReason } from '../errors';
import type { HasherStats } from '../options/password-hasher';

/** The result of a job and the time that the work itself took. */
export interface TimedResult<Result> {
  readonly result: Result;
  readonly milliseconds: number;
}

/** Work for a hashing thread. */
export interface HashJob<Result> {
  readonly kind: 'hash' | 'verify';
  /** bcrypt's cost, on which the time of the job depends. */
  readonly cost: number;
  run(): Promise<TimedResult<Result>>;
}

export interface HashQueueOptions {
  /** Number of jobs that run at the same time. */
  readonly threads: number;
  /** The longest predicted wait with which a job is still accepted. */
  readonly maxWaitMs: number;
  /** Assumed time of a job of this cost until the first one has been measured. */
  expectedMs(cost: number): number;
}

interface WaitingJob {
  readonly cost: number;
  start(): void;
}

type Kind = HashJob<unknown>['kind'];

// Weight of the newest measurement in the moving average of the job time.
const NEWEST_WEIGHT = 0.2;
const OTHER = { hash: 'verify', verify: 'hash' } as const;

/**
 * A queue in front of the hashing threads: first in, first out for the jobs of a kind, while the two
 * kinds take turns, so that a flood of logins does not stop sign-ups. A job whose predicted wait is
 * longer than `maxWaitMs` is refused at once, which costs nothing: served too late it would cost a
 * hash.
 */
export class HashQueue {
  readonly #options: HashQueueOptions;
  readonly #waiting = { hash: new Set<WaitingJob>(), verify: new Set<WaitingJob>() };
  /** Exponentially weighted moving averages of the job time, by cost. */
  readonly #averageMs = new Map<number, number>();
  #running = 0;
  #refused = 0;
  #lastKind: Kind = 'verify';
  #resolveClose: (() => void) | undefined;
  #closed: Promise<void> | undefined;

  constructor(options: HashQueueOptions) {
    this.#options = options;
  }

  stats(): Omit<HasherStats, 'threads'> {
    const { hash, verify } = this.#waiting;
    return {
      running: this.#running,
      waiting: hash.size + verify.size,
      refused: this.#refused,
      meanMs: Object.fromEntries(this.#averageMs),
    };
  }

  /**
   * Runs `job` when its turn comes; throws at once when the queue is too long. A job that is aborted
   * before its turn never runs.
   */
  async run<Result>(job: HashJob<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    this.#admit(job, this.#options.maxWaitMs);
    return this.#serve(job, signal);
  }

  /** Runs `job` when its turn comes, however long the queue is. */
  async runUnbounded<Result>(job: HashJob<Result>): Promise<Result> {
    this.#admit(job, Infinity);
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

  async #serve<Result>(job: HashJob<Result>, signal?: AbortSignal): Promise<Result> {
    await this.#turn(job, signal);
    try {
      const { result, milliseconds } = await job.run();
      const average = this.#expectedMs(job);
      this.#averageMs.set(job.cost, average + NEWEST_WEIGHT * (milliseconds - average));
      return result;
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #admit({ kind }: HashJob<unknown>, maxWaitMs: number): void {
    const waitMs = this.#waitMs(kind);
    if (this.#closed !== undefined || waitMs > maxWaitMs) {
      const reason: UnavailableReason = this.#closed === undefined ? 'hash_queue' : 'closing';
      this.#refused += 1;
      const retryAfter = Math.max(1, Math.ceil(waitMs / 1000));
      throw new TemporarilyUnavailableError({ reason, retryAfter });
    }
  }

  /** The predicted wait of a job that arrives now. Jobs of the other kind that arrive later may add. */
  #waitMs(kind: Kind): number {
    const own = [...this.#waiting[kind]];
    const turnsOfOther = own.length + (this.#lastKind === kind ? 1 : 0);
    const other = [...this.#waiting[OTHER[kind]]].slice(0, turnsOfOther);
    const ahead = [...own, ...other].reduce((sum, job) => sum + this.#expectedMs(job), 0);
    return ahead / this.#options.threads;
  }

  #expectedMs({ cost }: { readonly cost: number }): number {
    return this.#averageMs.get(cost) ?? this.#options.expectedMs(cost);
  }

  #turn({ kind, cost }: HashJob<unknown>, signal?: AbortSignal): Promise<void> {
    const waiting = this.#waiting[kind];
    return new Promise((resolve, reject) => {
      const job: WaitingJob = {
        cost,
        start() {
          signal?.removeEventListener('abort', cancel);
          resolve();
        },
      };
      const cancel = () => {
        waiting.delete(job);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      waiting.add(job);
      this.#next();
    });
  }

  #next(): void {
    const kind = this.#nextKind();
    const [job] = this.#waiting[kind];
    if (job !== undefined && this.#running < this.#options.threads) {
      this.#waiting[kind].delete(job);
      this.#running += 1;
      this.#lastKind = kind;
      job.start();
    }
    if (this.#running === 0 && job === undefined) {
      this.#resolveClose?.();
    }
  }

  #nextKind(): Kind {
    const other = OTHER[this.#lastKind];
    return this.#waiting[other].size > 0 ? other : this.#lastKind;
  }
}
