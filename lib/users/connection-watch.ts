import type { Connection } from 'mongoose';

/**
 * Tells when operations make sense: from the first connect on, until the host closes the
 * connection. A lost socket does not count, although Mongoose then reads "disconnected": the next
 * operation mends it.
 */
export class ConnectionWatch {
  readonly #connection: Connection;
  #open: boolean;
  #wake = () => {};
  readonly #opened = () => {
    this.#open = true;
    this.#wake();
  };
  readonly #closed = () => {
    this.#open = false;
  };

  constructor(connection: Connection) {
    this.#connection = connection;
    // The database is there from the first connect on, also while Mongoose reads "disconnected".
    this.#open = connection.db !== undefined;
    connection.on('connected', this.#opened).on('close', this.#closed);
  }

  /** Resolves when the connection is open; rejects when `signal` is aborted. */
  open(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal.throwIfAborted();
      if (this.#open) {
        resolve();
        return;
      }
      const stop = () => reject(signal.reason);
      this.#wake = () => {
        signal.removeEventListener('abort', stop);
        resolve();
      };
      signal.addEventListener('abort', stop, { once: true });
    });
  }

  /** Leaves the connection alone. */
  end(): void {
    this.#connection.off('connected', this.#opened).off('close', this.#closed);
  }
}
