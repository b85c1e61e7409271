import type { Socket } from 'node:net';
import type { Response } from 'express';

const LISTENERS = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls `listener` once, when `res` has been sent or its connection is closed. A pipelined response
 * gets no `close` event if the connection is closed before its turn, because it has no socket yet:
 * it is ended by the socket of its request, and marked as destroyed.
 */
export function onResponseEnd(res: Response, listener: () => void): void {
  const listeners = listenersOf(res.req.socket);
  const end = () => {
    listeners.delete(end);
    res.destroy();
    listener();
  };
  listeners.add(end);
  res.once('close', end);
}

/** One socket listener serves all responses of the socket, however many are pipelined. */
function listenersOf(socket: Socket): Set<() => void> {
  const known = LISTENERS.get(socket);
  if (known !== undefined) {
    return known;
  }
  const listeners = new Set<() => void>();
  LISTENERS.set(socket, listeners);
  socket.once('close', () => {
    for (const end of listeners) {
      end();
    }
  });
  return listeners;
}
