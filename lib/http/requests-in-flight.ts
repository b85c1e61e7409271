import type { Response } from 'express';
import { TemporarilyUnavailableError } from '../errors';
import { onResponseEnd } from './on-response-end';

// Shared: every request is aborted when it ends, and capturing a stack trace is expensive.
const CLIENT_CLOSED = new DOMException('The response has ended', 'AbortError');

// How long the last 503 responses may take before their sockets are destroyed.
const FLUSH_TIMEOUT_MS = 500;

/** The requests that have no complete response yet, so that closing can wait for them. */
export class RequestsInFlight {
  readonly #requests = new Map<AbortController, Response>();
  #closed: Promise<void> | undefined;
  #drained = () => {};

  /**
   * Registers a request. Its controller is aborted when the response ends, the client disconnects
   * or `close()` times out.
   *
   * @throws {TemporarilyUnavailableError} once the router closes; the response then closes the
   * connection too.
   */
  begin(res: Response): AbortController {
    if (this.#closed !== undefined) {
      res.set('Connection', 'close');
      throw new TemporarilyUnavailableError({ reason: 'closing' });
    }
    const request = new AbortController();
    if (res.destroyed || res.req.socket.destroyed) {
      request.abort(CLIENT_CLOSED);
      return request;
    }
    this.#requests.set(request, res);
    onResponseEnd(res, () => {
      this.#requests.delete(request);
      request.abort(CLIENT_CLOSED);
      this.#settle();
    });
    return request;
  }

  /** Refuses new requests; resolves when the others have ended, after `timeout` ms by force. */
  async close(timeout: number | undefined): Promise<void> {
    const timer = timeout === undefined ? undefined : setTimeout(() => this.#abort(), timeout);
    this.#closed ??= this.#drain();
    await this.#closed;
    clearTimeout(timer);
  }

  #drain(): Promise<void> {
    return new Promise((resolve) => {
      this.#drained = resolve;
      this.#settle();
    });
  }

  #abort(): void {
    for (const [request, res] of this.#requests) {
      if (res.headersSent) {
        res.req.socket.destroy();
      } else {
        res.set('Connection', 'close');
        request.abort(new TemporarilyUnavailableError({ reason: 'closing' }));
      }
    }
    setTimeout(() => this.#destroySockets(), FLUSH_TIMEOUT_MS).unref();
  }

  /** Ends what is left, such as a response that is pipelined behind another one that never ends. */
  #destroySockets(): void {
    for (const res of this.#requests.values()) {
      res.req.socket.destroy();
    }
  }

  #settle(): void {
    if (this.#requests.size === 0) {
      this.#drained();
    }
  }
}
