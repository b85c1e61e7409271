import { setTimeout as delay } from 'node:timers/promises';
import type { Model } from 'mongoose';
import { TemporarilyUnavailableError } from '../errors';
import { ConnectionWatch } from './connection-watch';
import { duplicateUsers, uniqueIndexesOf } from './duplicate-users';
import { isTransientError } from './is-transient-error';
import { requireIndexes } from './require-indexes';
import type { User } from './user';

// A sign-up waits no longer for the first attempt, and gets a 503 then.
const FIRST_BUILD_TIMEOUT_MS = 1000;
// Pauses between attempts, each twice as long as the one before.
const MIN_PAUSE_MS = 100;
const MAX_PAUSE_MS = 5000;

const DUPLICATE_KEY = 11000;

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
  #build: Promise<void> | undefined;

  constructor(model: Model<User>) {
    this.#model = model;
  }

  /** Resolves when the indexes exist; rejects when another attempt would not help. */
  ensure(): Promise<void> {
    this.#build ??= this.#buildOverConnection().catch((error) => {
      this.#build = undefined;
      throw error;
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
      throw new TemporarilyUnavailableError({ cause: this.#error });
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
      await this.#attempt();
      if (this.#ready) {
        return;
      }
      await delay(pause, undefined, { signal, ref: false });
    }
  }

  async #attempt(): Promise<void> {
    try {
      await build(this.#model);
      this.#ready = true;
    } catch (error) {
      this.#error = error;
      if (!isTransientError(error) && !(error instanceof TemporarilyUnavailableError)) {
        throw error;
      }
    } finally {
      this.#attempted = true;
      for (const resume of this.#waiting) {
        resume();
      }
    }
  }
}

async function build(model: Model<User>): Promise<void> {
  const autoIndex = model.db.get('autoIndex') ?? model.db.base.get('autoIndex');
  if (autoIndex === false) {
    await requireIndexes(model);
    return;
  }
  try {
    await model.createIndexes();
  } catch (error) {
    if ((error as { code?: unknown }).code !== DUPLICATE_KEY) {
      throw error;
    }
    // The server's own error quotes the value of the duplicate.
    const duplicates = await duplicateUsers(model, uniqueIndexesOf(model));
    throw new Error(`express-dbconnections: unique indexes cannot be built${duplicates}`);
  }
}
