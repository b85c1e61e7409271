import type { Socket } from 'node:net';
import type { Response } from 'express';
import { TemporarilyUnavailableError } from '../errors';
import { Cancellation } from '../signup/cancellation';

// Made once: every answered request is cancelled at last, and an error's stack is dear.
const GONE = new DOMException('Nobody waits for this answer any more', 'AbortError');

// How long the last refusals have to reach their senders, in ms.
const LAST_WORDS = 500;

/** Knows the requests that are being answered, so that closing can wait for them. */
export class RequestsInFlight {
  readonly #requests = new Map<Cancellation, Response>();
  /** A pipelined answer has no socket until its turn comes, and hears nothing of the socket's end. */
  readonly #sockets = new WeakMap<Socket, Set<() => void>>();
  #closed: Promise<void> | undefined;
  #drained = () => {};

  /**
   * Takes a request in. It is cancelled when its sender has gone, or when closing has lasted long
   * enough.
   *
   * @throws {TemporarilyUnavailableError} once the router closes; the connection is to be closed too.
   */
  begin(res: Response): Cancellation {
    if (this.#closed !== undefined) {
      res.set('Connection', 'close');
      throw new TemporarilyUnavailableError();
    }
    const request = new Cancellation();
    if (res.destroyed || res.req.socket.destroyed) {
      request.cancel(GONE);
      return request;
    }
    this.#requests.set(request, res);
    const waiting = this.#waitingFor(res.req.socket);
    const end = () => {
      // One that never got a socket is marked as gone; for any other it changes nothing.
      res.destroy();
      waiting.delete(end);
      this.#requests.delete(request);
      request.cancel(GONE);
      this.#settle();
    };
    waiting.add(end);
    res.once('close', end);
    return request;
  }

  /** Refuses new requests; resolves when the others are answered, after `timeout` ms by force. */
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

  /** The ends of the answers that a socket waits for; one listener for all of them. */
  #waitingFor(socket: Socket): Set<() => void> {
    const known = this.#sockets.get(socket);
    if (known !== undefined) {
      return known;
    }
    const ends = new Set<() => void>();
    this.#sockets.set(socket, ends);
    socket.once('close', () => {
      for (const end of ends) {
        end();
      }
    });
    return ends;
  }

  #abort(): void {
    for (const [request, res] of this.#requests) {
      if (res.headersSent) {
        res.req.socket.destroy();
      } else {
        res.set('Connection', 'close');
        request.cancel(new TemporarilyUnavailableError());
      }
    }
    setTimeout(() => this.#hangUp(), LAST_WORDS).unref();
  }

  /** On those whose answer waits behind another one that does not end. */
  #hangUp(): void {
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
