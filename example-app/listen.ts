import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Express } from 'express';

import { StartError } from './start-error';

/** Loopback: the app lists its users to anyone who can reach it. */
const host = '127.0.0.1';
const defaultPort = 3000;

/**
 * Without a port of the caller's choice a taken 3000 is no reason to give up; a port that was
 * asked for is: something else may be told to look there.
 */
export async function listen(app: Express, port: number | undefined): Promise<Server> {
  const server = createServer(app);
  try {
    await listenOn(server, port ?? defaultPort);
  } catch (error) {
    if (port !== undefined) throw refusal(error, port);
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    console.log(`Port ${defaultPort} is taken by another program; using a free port instead.`);
    await listenOn(server, 0);
  }
  return server;
}

/** The address to open and to paste. */
export function addressOf(server: Server): string {
  const { port } = server.address() as AddressInfo;
  return `http://${host}:${port}`;
}

async function listenOn(server: Server, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function refusal(error: unknown, port: number): unknown {
  const advice = `Set PORT to another one (PORT=0: any free port).`;
  if (codeOf(error) === 'EADDRINUSE') {
    return new StartError(`Port ${port} is taken by another program. ${advice}`);
  }
  if (codeOf(error) === 'EACCES') {
    return new StartError(`Port ${port} needs rights that this user does not have. ${advice}`);
  }
  return error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
