import { createHash } from 'node:crypto';
import { PasswordDictionaryError, type PasswordHasher } from 'express-dbconnections';

const MOST_AT_ONCE = 20;

/** `range` resolves with the known suffixes of a SHA-1 prefix, a line each: `SUFFIX:COUNT`. */
export function refuseBreached(
  hasher: PasswordHasher,
  range: (prefix: string, signal: AbortSignal) => Promise<string>,
): PasswordHasher {
  let asking = 0;

  /** A list that is down, slow or asked too much is no reason to refuse anyone. */
  async function isBreached(password: string): Promise<boolean> {
    if (asking >= MOST_AT_ONCE) {
      return false;
    }
    asking += 1;
    try {
      const digest = createHash('sha1').update(password).digest('hex').toUpperCase();
      const known = await range(digest.slice(0, 5), AbortSignal.timeout(1000));
      return known.includes(`${digest.slice(5)}:`);
    } catch {
      return false;
    } finally {
      asking -= 1;
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
