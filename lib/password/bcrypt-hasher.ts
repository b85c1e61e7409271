import { isWellFormedText } from '../fields/text';
import {
  type BcryptHasherOptions,
  parseBcryptHasherOptions,
} from '../options/bcrypt-hasher-options';
import type { PasswordHasher } from '../options/password-hasher';
import { MAX_TIMEOUT_MS } from '../options/timeout';
import { type BcryptTask, BcryptThreads } from './bcrypt-threads';
import { HashQueue } from './hash-queue';

// About one hash of cost 0 on a current core, in ms; only good until the first one is measured.
const EXPECTED_AT_COST_0 = 0.1;
// A hash that takes this many times its expected time hangs; never judged before HUNG_AT_LEAST ms.
// Up to cost 11, those who wait behind it are served within the 8 seconds that a sign-up has by default.
const HUNG_FACTOR = 20;
const HUNG_AT_LEAST = 5000;
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
  const { rounds, threads, maxWait } = parseBcryptHasherOptions(options);
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
  return Math.min(MAX_TIMEOUT_MS, Math.max(HUNG_AT_LEAST, HUNG_FACTOR * expectedTime(rounds)));
}
