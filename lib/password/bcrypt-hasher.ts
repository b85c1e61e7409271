import { isWellFormedText } from '../fields/text';
import {
  type BcryptHasherOptions,
  parseBcryptHasherOptions,
} from '../options/bcrypt-hasher-options';
import type { BcryptHasher } from '../options/password-hasher';
import { MAX_TIMEOUT_MS } from '../options/timeout';
import { type BcryptTask, BcryptThreads } from './bcrypt-threads';
import { HashQueue } from './hash-queue';

// Assumed time of a hash of cost 0 until the first hash has been measured.
const COST_0_MS = 0.1;
// A hash is considered hung after this many times its expected time, but not before MIN_HANG_MS. Up to
// cost 11, the sign-ups queued behind it still get their turn within the default timeout of 8 s.
const HANG_FACTOR = 20;
const MIN_HANG_MS = 5000;
const BCRYPT_HASH = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;

/**
 * Makes a hasher that runs bcrypt (`$2b$`) in worker threads, so that hashing never blocks the event
 * loop. The threads start with the first hash or with `ready()`; `close()` waits for running hashes
 * and then ends the threads.
 *
 * bcrypt reads at most 72 bytes and stops at a NUL: the route refuses longer passwords (see
 * `max_length_exceeded`); `hash` throws a `TypeError` for a NUL or a lone surrogate, and `verify`
 * returns `false` for them.
 *
 * @example
 * ```ts
 * const hasher = bcryptHasher({ rounds: 12 });
 * await hasher.ready();
 * ```
 *
 * @throws {TypeError} when an option is wrong or unknown.
 */
export function bcryptHasher(options: BcryptHasherOptions = {}): BcryptHasher {
  const { rounds, maxRounds, threads, maxWait } = parseBcryptHasherOptions(options);
  const queue = new HashQueue({ threads, maxWaitMs: maxWait, expectedMs });
  const pool = new BcryptThreads(threads);
  let warm: Promise<unknown> | undefined;

  function warmUp(): Promise<unknown> {
    const run = () => pool.warmUp(rounds, hangTimeoutMs(rounds));
    const job = { kind: 'hash', cost: rounds, run } as const;
    return Promise.all(Array.from({ length: threads }, () => queue.runUnbounded(job)));
  }

  function runTask<Result>(task: BcryptTask, cost: number, signal?: AbortSignal): Promise<Result> {
    const run = () => pool.run<Result>(task, hangTimeoutMs(cost));
    return queue.run({ kind: task.kind, cost, run }, signal);
  }

  return {
    async hash(password, { signal } = {}) {
      if (!isWellFormedText(password)) {
        throw new TypeError('A password with a NUL or a lone surrogate cannot be hashed');
      }
      return runTask<string>({ kind: 'hash', password, rounds }, rounds, signal);
    },

    async verify(password, hash, { signal } = {}) {
      const cost = Number(BCRYPT_HASH.exec(hash)?.[1]);
      if (cost > maxRounds) {
        throw new RangeError(`The cost of the hash is ${cost}, and maxRounds is ${maxRounds}`);
      }
      if (!isWellFormedText(password) || Number.isNaN(cost)) {
        return false;
      }
      return runTask<boolean>({ kind: 'verify', password, hash }, cost, signal);
    },

    async ready() {
      warm ??= warmUp().catch((error) => {
        warm = undefined;
        throw error;
      });
      await warm;
    },

    async close() {
      warm = undefined;
      await queue.close();
      await pool.end();
    },

    stats() {
      return { threads, ...queue.stats() };
    },
  };
}

function expectedMs(rounds: number): number {
  return COST_0_MS * 2 ** rounds;
}

function hangTimeoutMs(rounds: number): number {
  return Math.min(MAX_TIMEOUT_MS, Math.max(MIN_HANG_MS, HANG_FACTOR * expectedMs(rounds)));
}
