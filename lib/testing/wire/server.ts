import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

import { splitFrames } from './frames';

/** Gives the bytes to send back, or none. */
export type Answer = (frame: Buffer) => Promise<Buffer | undefined>;

export interface Server {
  readonly port: number;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';

export async function listen(port: number, answer: Answer): Promise<Server> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket, answer).finally(() => sockets.delete(socket));
  });
  server.listen(port, loopback);
  await once(server, 'listening');
  // A connection that cannot be accepted (no file handles left) is the client's loss, not the end.
  server.on('error', () => undefined);
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** A broken message or connection ends here: it concerns nobody but this one client. */
async function serve(socket: Socket, answer: Answer): Promise<void> {
  const answers = async function* (frames: AsyncIterable<Buffer>) {
    for await (const frame of frames) {
      const bytes = await answer(frame);
      if (bytes !== undefined) yield bytes;
    }
  };
  await pipeline(socket, splitFrames, answers, socket).catch(() => undefined);
}
