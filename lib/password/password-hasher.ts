/** Options of {@link PasswordHasher.hash}. */
export interface HashOptions {
  /** Aborted when nobody waits for the hash any more: a hash that has not begun is then dropped. */
  readonly signal?: AbortSignal;
}

/**
 * Turns passwords into hashes and checks them. The router uses `hash`, a login of the host's uses
 * `verify`; `bcryptHasher()` is the one that is included.
 *
 * Throw `TemporarilyUnavailableError` from `hash` when there is no capacity: the route then answers
 * 503 with `Retry-After`.
 */
export interface PasswordHasher {
  /** Resolves with a string that `verify` understands; it is stored as `password_hash`. */
  hash(password: string, options?: HashOptions): Promise<string>;
  /** Resolves with whether `password` is the one that `hash` was made of. */
  verify(password: string, hash: string): Promise<boolean>;
  /** Resolves when the first hash will find everything warm. */
  ready?(): Promise<void>;
  /** Lets the running hashes finish, then frees what the hasher holds. */
  close?(): Promise<void>;
}
