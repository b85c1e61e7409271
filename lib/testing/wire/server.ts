import { once } from 'node:events';
import { chmodSync, lstatSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { splitFrames } from './frames';

/** Returns the bytes of the reply, or `undefined` if the client wants none. */
export type Respond = (frame: Buffer) => Buffer | undefined;

export type Address = { readonly port: number } | { readonly socketPath: string };

export interface WireServer {
  /** As in a MongoDB URI. */
  readonly host: string;
  close(): Promise<void>;
}

const LOOPBACK = '127.0.0.1';

export async function listen(address: Address, respond: Respond): Promise<WireServer> {
  const connections = new Map<Socket, Promise<void>>();
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined);
    const served = serve(socket, respond).finally(() => connections.delete(socket));
    connections.set(socket, served);
  });
  const host = await bind(server, address);
  // A connection that cannot be accepted, for lack of file descriptors for example, is not fatal.
  server.on('error', () => undefined);
  return {
    host,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of connections.keys()) {
        socket.destroy();
      }
      await Promise.all([closed, ...connections.values()]);
    },
  };
}

async function bind(server: Server, address: Address): Promise<string> {
  if ('port' in address) {
    server.listen(address.port, LOOPBACK);
    await once(server, 'listening');
    return `${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  }
  const { socketPath } = address;
  await removeStaleSocket(socketPath);
  server.listen(socketPath);
  await once(server, 'listening');
  chmodSync(socketPath, 0o600);
  return encodeURIComponent(socketPath);
}

/** A process that was killed leaves its socket behind, which refuses connections. */
async function removeStaleSocket(path: string): Promise<void> {
  const isSocket = lstatSync(path, { throwIfNoEntry: false })?.isSocket() === true;
  if (isSocket && !(await acceptsConnections(path))) {
    rmSync(path);
  }
}

async function acceptsConnections(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, 'connect');
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED';
  } finally {
    socket.destroy();
  }
}

/** A malformed message or a broken connection ends this connection only. */
async function serve(socket: Socket, respond: Respond): Promise<void> {
  const replies = async function* (frames: AsyncIterable<Buffer>) {
    for await (const frame of frames) {
      const reply = respond(frame);
      if (reply !== undefined) {
        yield reply;
      }
    }
  };
  await pipeline(socket, splitFrames, replies, socket).catch(() => undefined);
}
