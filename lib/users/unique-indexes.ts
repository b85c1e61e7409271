import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Model } from 'mongoose';
import { TemporarilyUnavailableError } from '../errors';
import { ConnectionWatch } from './connection-watch';
import { duplicateUsers, uniqueIndexesOf } from './duplicate-users';
import { requireIndexes } from './require-indexes';
import { isStoreFault } from './store-fault';
import type { User } from './user';

// How long a sign-up waits for the first try to end before it is told to come back, in ms.
const PATIENCE = 1000;
// Pauses between tries, in ms: each twice as long as the one before.
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5000;

const DUPLICATE_KEY = 11000;

/**
 * Builds the unique indexes, or with `autoIndex: false` looks whether they are there, and keeps
 * sign-ups out until they stand: without them two equal sign-ups would both be stored. Goes on
 * trying while the server is down; gives up on faults that trying does not cure, such as duplicates
 * among the users that are stored already.
 */
export class UniqueIndexes {
  readonly #model: Model<User>;
  readonly #stopped = new AbortController();
  /** Aborted when the first try has ended. A promise would keep every sign-up that waited for it. */
  readonly #firstTry = new AbortController();
  #standing = false;
  #fault: unknown;
  #tries: Promise<void> | undefined;

  constructor(model: Model<User>) {
    this.#model = model;
    setMaxListeners(0, this.#firstTry.signal);
  }

  /** Resolves when the indexes stand, rejects when trying again is of no use. */
  ensure(): Promise<void> {
    this.#tries ??= this.#try().catch((error) => {
      this.#tries = undefined;
      throw error;
    });
    return this.#tries;
  }

  /**
   * Lets a sign-up pass once the indexes stand.
   *
   * @throws {TemporarilyUnavailableError} while they do not.
   */
  async gate(): Promise<void> {
    if (this.#standing) {
      return;
    }
    const { signal } = this.#firstTry;
    await delay(PATIENCE, undefined, { signal, ref: false }).catch(() => undefined);
    if (!this.#standing) {
      throw new TemporarilyUnavailableError({ cause: this.#fault });
    }
  }

  /** Ends the tries. */
  stop(): void {
    this.#stopped.abort();
  }

  async #try(): Promise<void> {
    const watch = new ConnectionWatch(this.#model.db);
    try {
      await this.#tryUntilStanding(watch, this.#stopped.signal);
    } finally {
      watch.end();
    }
  }

  async #tryUntilStanding(watch: ConnectionWatch, signal: AbortSignal): Promise<void> {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
      await watch.open(signal);
      await this.#attempt();
      if (this.#standing) {
        return;
      }
      await delay(pause, undefined, { signal, ref: false });
    }
  }

  async #attempt(): Promise<void> {
    try {
      await build(this.#model);
      this.#standing = true;
    } catch (error) {
      this.#fault = error;
      if (!isStoreFault(error) && !(error instanceof TemporarilyUnavailableError)) {
        throw error;
      }
    } finally {
      this.#firstTry.abort();
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
    // The server's own error quotes the value that is there twice.
    const duplicates = await duplicateUsers(model, uniqueIndexesOf(model));
    throw new Error(`express-dbconnections: unique indexes cannot be built${duplicates}`);
  }
}
