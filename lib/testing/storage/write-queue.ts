import { CommandError } from '../errors';

/**
 * One write after the other. Between the look at the keys and the moment the file has the
 * document, no other write comes in, so there is nothing to take back when the file fails.
 */
export class WriteQueue {
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(shutdownError());
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Settles when the writes that were already asked for are done; later ones are refused. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
  }
}

function shutdownError(): CommandError {
  return new CommandError('ShutdownInProgress', 'The server is shutting down');
}
