import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';

// Below the ephemeral ports of operating systems, so that no other program gets one meanwhile.
const FIRST = 20_000;
const COUNT = 10_000;

/** A port of this machine that no program listens on. */
export async function closedPort(): Promise<number> {
  const port = FIRST + Math.floor(Math.random() * COUNT);
  const server = await listenOn(port);
  if (server === undefined) {
    return closedPort();
  }
  server.close();
  await once(server, 'close');
  return port;
}

/** Listens on the port; resolves with `undefined` if another program uses it. */
export async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

/** Whether a program listens on the port. */
export function isOpen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
