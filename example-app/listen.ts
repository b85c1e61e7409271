import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer, Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

import type { Express } from 'express';

import type { Certificate } from './certificate';
import { StartError } from './start-error';

/** Loopback: the app lists its users to anyone who can reach it. */
const host = '127.0.0.1';

/** Where a port comes from: its variable, and the one that is taken when that is not set. */
interface PortSource {
  readonly variable: string;
  readonly usual: number;
}

const plain: PortSource = { variable: 'PORT', usual: 3000 };
const secure: PortSource = { variable: 'HTTPS_PORT', usual: 3443 };

/** A client that connects and says nothing would otherwise keep the server open for two minutes. */
const handshakeTimeout = 2000;

/** Serves the app over http. */
export async function listen(app: Express, port: number | undefined): Promise<Server> {
  const server = createServer(app);
  await listenOn(server, port, plain);
  return server;
}

/** Serves the same app over https, which most of Auth0's clients insist on. */
export async function listenSecurely(
  app: Express,
  { key, cert }: Certificate,
  port: number | undefined,
): Promise<SecureServer> {
  const server = createSecureServer({ key, cert, handshakeTimeout }, app);
  await listenOn(server, port, secure);
  return server;
}

/** The address to open and to paste. */
export function addressOf(server: Server | SecureServer): string {
  const { port } = server.address() as AddressInfo;
  return `${server instanceof SecureServer ? 'https' : 'http'}://${host}:${port}`;
}

/**
 * Without a port of the caller's choice a taken one is no reason to give up; a port that was asked
 * for is: something else may be told to look there.
 */
async function listenOn(
  server: Server | SecureServer,
  port: number | undefined,
  source: PortSource,
): Promise<void> {
  try {
    await bind(server, port ?? source.usual);
  } catch (error) {
    if (port !== undefined) throw refusal(error, port, source);
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    console.log(`Port ${source.usual} is taken by another program; using a free port instead.`);
    await bind(server, 0);
  }
}

async function bind(server: Server | SecureServer, port: number): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function refusal(error: unknown, port: number, { variable }: PortSource): unknown {
  const advice = `Set ${variable} to another one (${variable}=0: any free port).`;
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
