import type { Model } from 'mongoose';
import { TemporarilyUnavailableError } from '../errors';
import { insertUser, type NewUser } from './insert-user';
import type { StoredUser } from './stored-user';
import { UniqueIndexes } from './unique-indexes';
import type { User } from './user';

// Never reached while the database responds.
const MAX_PENDING_INSERTS = 1000;

/** Stores users in the host's collection, with its unique indexes to decide who was first. */
export class UserStore {
  readonly #model: Model<User>;
  readonly #indexes: UniqueIndexes;
  #pendingInserts = 0;

  constructor(model: Model<User>) {
    this.#model = model;
    this.#indexes = new UniqueIndexes(model);
  }

  /** Resolves when the unique indexes exist; rejects when another attempt would not help. */
  ready(): Promise<void> {
    return this.#indexes.ensure();
  }

  /**
   * Resolves if a user can be inserted; waits for the first attempt to build the unique indexes.
   *
   * @throws {TemporarilyUnavailableError} if the indexes do not exist then, or if too many inserts
   * are pending: while a database hangs, the driver keeps each of them, long after its sign-up got a
   * 503.
   */
  async assertAvailable(): Promise<void> {
    if (this.#pendingInserts >= MAX_PENDING_INSERTS) {
      const cause = new Error(`${this.#pendingInserts} inserts wait for the database`);
      throw new TemporarilyUnavailableError({ reason: 'store', cause });
    }
    await this.#indexes.assertReady();
  }

  /** Stores a user as {@link insertUser} does. */
  async insert(
    user: NewUser,
    { signal }: { readonly signal?: AbortSignal } = {},
  ): Promise<StoredUser> {
    signal?.throwIfAborted();
    this.#pendingInserts += 1;
    try {
      return await insertUser(this.#model, user, signal);
    } finally {
      this.#pendingInserts -= 1;
    }
  }

  /** Stops building the indexes. The connection is the host's to close. */
  close(): void {
    this.#indexes.stop();
  }
}
