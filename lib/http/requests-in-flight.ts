import type { Response } from 'express';
import { TemporarilyUnavailableError } from '../errors';

// Made once: every answered request is aborted at last, and an error's stack is dear.
const GONE = new DOMException('Nobody waits for this answer any more', 'AbortError');

/** Knows the requests that are being answered, so that closing can wait for them. */
export class RequestsInFlight {
  readonly #requests = new Map<AbortController, Response>();
  #closed: Promise<void> | undefined;
  #drained = () => {};

  /**
   * Takes a request in. It is aborted when its sender has gone, or when closing has lasted long
   * enough.
   *
   * @throws {TemporarilyUnavailableError} once the router closes; the connection is to be closed too.
   */
  begin(res: Response): AbortController {
    if (this.#closed !== undefined) {
      res.set('Connection', 'close');
      throw new TemporarilyUnavailableError();
    }
    const request = new AbortController();
    if (res.destroyed) {
      request.abort(GONE);
      return request;
    }
    this.#requests.set(request, res);
    res.once('close', () => {
      this.#requests.delete(request);
      request.abort(GONE);
      this.#settle();
    });
    return request;
  }

  /** Refuses new requests; resolves when the others are answered, after `timeout` ms by force. */
  close(timeout: number | undefined): Promise<void> {
    this.#closed ??= this.#drain(timeout);
    return this.#closed;
  }

  async #drain(timeout: number | undefined): Promise<void> {
    const timer = timeout === undefined ? undefined : setTimeout(() => this.#abort(), timeout);
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
      this.#settle();
    });
    clearTimeout(timer);
  }

  #abort(): void {
    for (const [request, res] of this.#requests) {
      if (res.headersSent) {
        res.destroy();
      } else {
        res.set('Connection', 'close');
        request.abort(new TemporarilyUnavailableError());
      }
    }
  }

  #settle(): void {
    if (this.#requests.size === 0) {
      this.#drained();
    }
  }
}
