import { EventEmitter, once } from 'node:events';
import type { Connection } from 'mongoose';

/**
 * Knows whether operations on a connection make sense: from its first connect until the host closes
 * it. A lost socket does not count, although Mongoose then reads "disconnected": the next operation
 * reconnects.
 */
export class ConnectionWatch {
  readonly #connection: Connection;
  // Not the connection itself: a listener for its `error` event would change what Mongoose does.
  readonly #events = new EventEmitter();
  #isOpen: boolean;
  readonly #onConnected = () => {
    this.#isOpen = true;
    this.#events.emit('open');
  };
  readonly #onClose = () => {
    this.#isOpen = false;
  };

  constructor(connection: Connection) {
    this.#connection = connection;
    // Set by the first connect, and kept while Mongoose reads "disconnected".
    this.#isOpen = connection.db !== undefined;
    connection.on('connected', this.#onConnected).on('close', this.#onClose);
  }

  /** Resolves when the connection is open; rejects when `signal` is aborted. */
  async open(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#isOpen) {
      await once(this.#events, 'open', { signal });
    }
  }

  /** Removes the listeners. */
  stop(): void {
    this.#connection.off('connected', this.#onConnected).off('close', this.#onClose);
  }
}
