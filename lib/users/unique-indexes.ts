import { setTimeout as delay } from 'node:timers/promises';
import type { Model } from 'mongoose';
import { TemporarilyUnavailableError } from '../errors';
import { assertAcknowledgedWrites } from './assert-acknowledged-writes';
import { ConnectionWatch } from './connection-watch';
import { DUPLICATE_KEY } from './duplicate-key';
import { duplicateUsers, uniqueIndexesOf } from './duplicate-users';
import { isTransientError } from './is-transient-error';
import { requireIndexes } from './require-indexes';
import type { User } from './user';

// A sign-up waits no longer for the first attempt, and gets a 503 then.
const FIRST_BUILD_TIMEOUT_MS = 1000;
// Pauses between attempts, each twice as long as the one before.
const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5000;

const INDEX_OPTIONS_CONFLICT = 85;
const INDEX_KEY_SPECS_CONFLICT = 86;

/**
 * Builds the unique indexes, or checks with `autoIndex: false` that they exist, and keeps sign-ups
 * out until then: without them two equal sign-ups would both be stored. Tries again while the server
 * is down; gives up on errors that another attempt cannot fix, such as duplicates among the users
 * that are stored already.
 */
export class UniqueIndexes {
  readonly #model: Model<User>;
  readonly #stopped = new AbortController();
  // Wakes the sign-ups that wait. A shared promise would retain those that have given up as well.
  readonly #waiting = new Set<() => void>();
  #attempted = false;
  #ready = false;
  #error: unknown;
  #attempting = false;
  #build: Promise<void> | undefined;
  #nextBuild: Promise<void> | undefined;

  constructor(model: Model<User>) {
    this.#model = model;
  }

  /**
   * Looks each time it is called: tests, for example, drop the database. Resolves when the indexes
   * exist; rejects when another attempt would not help.
   */
  ensure(): Promise<void> {
    if (!this.#attempting) {
      return this.#start();
    }
    // The attempt may have looked before what the caller did; one after it serves all such callers.
    this.#nextBuild ??= this.#start()
      .catch(() => undefined)
      .then(() => {
        this.#nextBuild = undefined;
        return this.#start();
      });
    return this.#nextBuild;
  }

  #start(): Promise<void> {
    this.#build ??= this.#buildOverConnection().finally(() => {
      this.#build = undefined;
    });
    return this.#build;
  }

  /**
   * Waits for the end of the first attempt, for a second at most.
   *
   * @throws {TemporarilyUnavailableError} unless the indexes exist then.
   */
  async assertReady(): Promise<void> {
    if (!this.#attempted) {
      await this.#firstAttempt();
    }
    if (!this.#ready) {
      throw new TemporarilyUnavailableError({ reason: 'store', cause: this.#error });
    }
  }

  /** Ends the attempts. */
  stop(): void {
    this.#stopped.abort();
  }

  #firstAttempt(): Promise<void> {
    return new Promise((resolve) => {
      const resume = () => {
        clearTimeout(timer);
        this.#waiting.delete(resume);
        resolve();
      };
      const timer = setTimeout(resume, FIRST_BUILD_TIMEOUT_MS).unref();
      this.#waiting.add(resume);
    });
  }

  async #buildOverConnection(): Promise<void> {
    const connection = new ConnectionWatch(this.#model.db);
    try {
      await this.#buildUntilReady(connection, this.#stopped.signal);
    } finally {
      connection.stop();
    }
  }

  async #buildUntilReady(connection: ConnectionWatch, signal: AbortSignal): Promise<void> {
    for (let pause = MIN_PAUSE_MS; ; pause = Math.min(2 * pause, MAX_PAUSE_MS)) {
      await connection.open(signal);
      if (await this.#attempt()) {
        return;
      }
      await delay(pause, undefined, { signal, ref: false });
    }
  }

  /** Resolves with whether the indexes exist; rejects when another attempt would not help. */
  async #attempt(): Promise<boolean> {
    this.#attempting = true;
    try {
      await build(this.#model);
      this.#ready = true;
      return true;
    } catch (error) {
      this.#error = error;
      if (isTransientError(error)) {
        // The indexes that were there before are not gone because the server is down.
        return false;
      }
      this.#ready = false;
      if (error instanceof TemporarilyUnavailableError) {
        return false;
      }
      throw error;
    } finally {
      this.#attempting = false;
      this.#attempted = true;
      for (const resume of this.#waiting) {
        resume();
      }
    }
  }
}

async function build(model: Model<User>): Promise<void> {
  assertAcknowledgedWrites(model);
  const autoIndex = model.db.get('autoIndex') ?? model.db.base.get('autoIndex');
  const conflict = autoIndex === false ? undefined : await createIndexes(model);
  await requireIndexes(model);
  if (conflict !== undefined) {
    throw conflict;
  }
}

/** Resolves with the error if an index is in the way: which one, the caller finds out. */
async function createIndexes(model: Model<User>): Promise<unknown> {
  try {
    await model.createIndexes();
    return undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === DUPLICATE_KEY) {
      // The server's own error quotes the value of the duplicate.
      const duplicates = await duplicateUsers(model, uniqueIndexesOf(model));
      throw new Error(`express-dbconnections: unique indexes cannot be built${duplicates}`);
    }
    if (code === INDEX_OPTIONS_CONFLICT || code === INDEX_KEY_SPECS_CONFLICT) {
      return error;
    }
    throw error;
  }
}
