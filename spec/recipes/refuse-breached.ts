import { createHash } from 'node:crypto';
import { PasswordDictionaryError, type PasswordHasher } from 'express-dbconnections';

/** `range` resolves with the known suffixes of a SHA-1 prefix, a line each: `SUFFIX:COUNT`. */
export function refuseBreached(
  hasher: PasswordHasher,
  range: (prefix: string, signal: AbortSignal) => Promise<string>,
): PasswordHasher {
  return {
    ...hasher,
    async hash(password, options) {
      const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
      // A list that is down or slow is no reason to refuse anyone.
      const known = await range(digest.slice(0, 5), AbortSignal.timeout(1000)).catch(() => '');
      if (known.includes(`${digest.slice(5)}:`)) {
        throw new PasswordDictionaryError();
      }
      return hasher.hash(password, options);
    },
  };
}
