import { objectWith } from './schemas';

/** Options of {@link PasswordHasher.hash} and {@link PasswordHasher.verify}. */
export interface HashOptions {
  /** Aborted when the result is no longer needed: a job that has not started is then dropped. */
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
  verify(password: string, hash: string, options?: HashOptions): Promise<boolean>;
  /** Resolves when the first hash will not have to wait for anything to start. */
  ready?(): Promise<void>;
  /** Waits for the running hashes, then frees the resources of the hasher. */
  close?(): Promise<void>;
  /** What the hasher is doing, for a host's metrics. */
  stats?(): HasherStats;
}

/** The result of {@link PasswordHasher.stats}; hashing and verifying are counted together. */
export interface HasherStats {
  /** Number of worker threads. */
  readonly threads: number;
  /** Passwords that are being hashed or verified. */
  readonly running: number;
  /** Passwords that wait for a thread. */
  readonly waiting: number;
  /** Passwords that were refused since the hasher was made. */
  readonly refused: number;
  /** Moving average of the time of one hash, in ms, for each cost that has been measured. */
  readonly meanMs: Readonly<Record<number, number>>;
}

/** The hasher that `bcryptHasher()` makes. */
export interface BcryptHasher extends PasswordHasher {
  /**
   * Resolves with whether `hash` was made of `password`; with `false` if it is no hash of bcrypt's.
   *
   * @throws {RangeError} when the cost of `hash` exceeds `maxRounds`.
   */
  verify(password: string, hash: string, options?: HashOptions): Promise<boolean>;
  ready(): Promise<void>;
  close(): Promise<void>;
  stats(): HasherStats;
}

/** The option `hasher`. It is used as it is, with its own `this`. */
export const hasherSchema = objectWith<PasswordHasher>(
  ['hash', 'verify'],
  'write an object with hash(password) and verify(password, hash)',
);
