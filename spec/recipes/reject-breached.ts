import { createHash } from 'node:crypto';
import { PasswordDictionaryError, type PasswordHasher } from 'express-dbconnections';

const MAX_PENDING_LOOKUPS = 20;
const LOOKUP_TIMEOUT_MS = 1000;

/** `range` resolves with the known suffixes of a SHA-1 prefix, one per line: `SUFFIX:COUNT`. */
export function rejectBreached(
  hasher: PasswordHasher,
  range: (prefix: string, signal: AbortSignal) => Promise<string>,
): PasswordHasher {
  let pending = 0;

  /** `false` when the list fails, is slow or has too many pending look-ups. */
  async function isBreached(password: string): Promise<boolean> {
    if (pending >= MAX_PENDING_LOOKUPS) {
      return false;
    }
    pending += 1;
    try {
      const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
      const signal = AbortSignal.timeout(LOOKUP_TIMEOUT_MS);
      const known = await Promise.race([range(digest.slice(0, 5), signal), aborted(signal)]);
      return known.includes(`${digest.slice(5)}:`);
    } catch {
      return false;
    } finally {
      pending -= 1;
    }
  }

  return {
    ...hasher,
    async hash(password, options) {
      if (await isBreached(password)) {
        throw new PasswordDictionaryError();
      }
      return hasher.hash(password, options);
    },
  };
}

/** Rejects when `signal` aborts, also when `range` ignores it. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}
