import { objectWith } from './schemas';

/** Options of {@link PasswordHasher.hash}. */
export interface HashOptions {
  /** Aborted when the hash is no longer needed: one that has not started is then dropped. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Hashes and verifies passwords. The router uses `hash`, and the host's own login uses `verify`;
 * `bcryptHasher()` is the implementation that is included.
 *
 * `hash` throws `TemporarilyUnavailableError` when there is no capacity: the route then responds with
 * 503 and `Retry-After`.
 */
export interface PasswordHasher {
  /**
   * Resolves with a string that `verify` understands; it is stored as `password_hash`. A sign-up
   * gets a 500 if it is anything else, or empty.
   */
  hash(password: string, options?: HashOptions): Promise<string>;
  /** Resolves with whether `hash` was made of `password`. */
  verify(password: string, hash: string): Promise<boolean>;
  /** Resolves when the first hash will not have to wait for anything to start. */
  ready?(): Promise<void>;
  /** Waits for the running hashes, then frees the resources of the hasher. */
  close?(): Promise<void>;
}

/** The option `hasher`. It is used as it is, with its own `this`. */
export const hasherSchema = objectWith<PasswordHasher>(
  ['hash', 'verify'],
  'write an object with hash(password) and verify(password, hash)',
);
