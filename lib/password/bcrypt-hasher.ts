import { availableParallelism } from 'node:os';
import { isWellFormedText } from '../fields/text';
import { checkInteger, checkKnownKeys, checkObject } from '../options/option-checks';
import { type BcryptTask, BcryptThreads } from './bcrypt-threads';
import { HashQueue } from './hash-queue';

import type { PasswordHasher } from './password-hasher';

/** Options of {@link bcryptHasher}. */
export interface BcryptHasherOptions {
  /**
   * bcrypt's cost: each step doubles the time of a hash. 4 to 31, default 10, which is what Auth0
   * stores and the least that ASVS 5.0 section 11.4.2 allows; 4 is for tests.
   */
  readonly rounds?: number;
  /** Worker threads. 1 to 1024, default one a core. */
  readonly threads?: number;
  /**
   * The longest wait, in ms, that a hash may be predicted to have before it begins; beyond it
   * `hash` and `verify` throw `TemporarilyUnavailableError` at once. Default 2000.
   */
  readonly maxWait?: number;
}

const DEFAULT_ROUNDS = 10;
const DEFAULT_MAX_WAIT = 2000;
// About one hash of cost 0 on a current core, in ms; only good until the first one is measured.
const EXPECTED_AT_COST_0 = 0.1;
// A hash that takes this many times its expected time hangs; never judged before HUNG_AT_LEAST ms.
// Up to cost 11, those who wait behind it are served within the 8 seconds that a sign-up has by default.
const HUNG_FACTOR = 20;
const HUNG_AT_LEAST = 5000;
const LONGEST_TIMER = 2 ** 31 - 1;
const BCRYPT_HASH = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;

/**
 * bcrypt (`$2b$`) in worker threads, so that hashing never stops the event loop. The threads start
 * with the first use or with `ready()`, and end with `close()`, which lets running hashes finish.
 *
 * bcrypt reads no more than 72 bytes and stops at a NUL: the route refuses longer passwords (see
 * `max_length_exceeded`); `hash` throws a `TypeError` for a NUL or a lone surrogate, and `verify`
 * answers `false` for them.
 *
 * @throws {TypeError} when an option is wrong.
 */
export function bcryptHasher(options: BcryptHasherOptions = {}): PasswordHasher {
  const { rounds, threads, maxWait } = checked(options);
  const queue = new HashQueue({ threads, maxWait, expected: expectedTime(rounds) });
  const pool = new BcryptThreads(threads);
  let warm: Promise<unknown> | undefined;

  function warmUp(): Promise<unknown> {
    const job = () => pool.warmUp(rounds, hungAfter(rounds));
    return Promise.all(Array.from({ length: threads }, () => queue.runAtLast(job)));
  }

  return {
    async hash(password, { signal } = {}) {
      if (!isWellFormedText(password)) {
        throw new TypeError('A password with a NUL or a lone surrogate cannot be hashed');
      }
      const task: BcryptTask = { kind: 'hash', password, rounds };
      return queue.run(() => pool.run<string>(task, hungAfter(rounds)), signal);
    },

    async verify(password, hash) {
      const cost = BCRYPT_HASH.exec(hash)?.[1];
      if (!isWellFormedText(password) || cost === undefined) {
        return false;
      }
      const task: BcryptTask = { kind: 'verify', password, hash };
      return queue.run(() => pool.run<boolean>(task, hungAfter(Number(cost))));
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
  };
}

function expectedTime(rounds: number): number {
  return EXPECTED_AT_COST_0 * 2 ** rounds;
}

function hungAfter(rounds: number): number {
  return Math.min(LONGEST_TIMER, Math.max(HUNG_AT_LEAST, HUNG_FACTOR * expectedTime(rounds)));
}

function checked(options: BcryptHasherOptions): Required<BcryptHasherOptions> {
  const given = checkObject('bcryptHasher options', options, 'write an object');
  checkKnownKeys('', given, ['rounds', 'threads', 'maxWait']);
  const { rounds = DEFAULT_ROUNDS, maxWait = DEFAULT_MAX_WAIT } = options;
  const { threads = availableParallelism() } = options;
  return {
    rounds: checkInteger('rounds', rounds, 4, 31),
    threads: checkInteger('threads', threads, 1, 1024),
    maxWait: checkInteger('maxWait', maxWait, 0, LONGEST_TIMER),
  };
}
