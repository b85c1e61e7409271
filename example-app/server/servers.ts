import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer, type Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { keptCertificate } from './certificate';
import { type Settings, StartError } from './settings';

/** Loopback only: the app lists its users to everybody who can reach it. */
const HOST = '127.0.0.1';
/** The other names under which a browser on this machine can open the pages. */
const HOST_NAMES = [HOST, 'localhost', '[::1]'];
/** Without it, a client that connects and sends nothing keeps the server open for two minutes. */
const HANDSHAKE_TIMEOUT_MS = 2000;
/** Time for a response that has just been written to reach its client. */
const FLUSH_TIMEOUT_MS = 200;

/** Where a port comes from: a variable, and the port that is used when it is not set. */
interface PortSource {
  readonly variable: string;
  readonly usual: number;
}

const HTTP: PortSource = { variable: 'PORT', usual: 3000 };
const HTTPS: PortSource = { variable: 'HTTPS_PORT', usual: 3443 };

/** The two servers, listening over http and over https. */
export interface Servers {
  readonly address: string;
  readonly secureAddress: string;
  /** The origins of the app's own pages. */
  readonly origins: readonly string[];
  /** The file of the certificate, for clients that have to trust it; absent: in memory only. */
  readonly certificateFile: string | undefined;
  /** Starts to serve the app; requests that arrived earlier have waited for it. */
  serve(app: RequestListener): void;
  /** Both stop accepting connections, then wait for `finish`. */
  close(finish: () => Promise<void>): Promise<void>;
}

/** Starts both: the pages work over either, but most of Auth0's clients need https. */
export async function startServers(settings: Settings): Promise<Servers> {
  const { key, cert, file } = await keptCertificate(settings.dataFile);
  const { listener, serve } = deferredListener();
  const server = createServer(listener);
  const secureServer = createSecureServer(
    { key, cert, handshakeTimeout: HANDSHAKE_TIMEOUT_MS },
    listener,
  );
  const port = await listen(server, settings.port, HTTP);
  const securePort = await listen(secureServer, settings.httpsPort, HTTPS).catch((error) => {
    server.close();
    throw error;
  });
  return {
    address: `http://${HOST}:${port}`,
    secureAddress: `https://${HOST}:${securePort}`,
    origins: HOST_NAMES.flatMap((name) => [
      new URL(`http://${name}:${port}`).origin,
      new URL(`https://${name}:${securePort}`).origin,
    ]),
    certificateFile: file,
    serve,
    async close(finish) {
      await Promise.all([closeServer(server, finish), closeServer(secureServer, finish)]);
    },
  };
}

/** The app needs to know its ports, so it is made after the servers. */
function deferredListener(): { listener: RequestListener; serve(app: RequestListener): void } {
  let serve: (app: RequestListener) => void = () => undefined;
  const served = new Promise<RequestListener>((resolve) => {
    serve = resolve;
  });
  return { listener: (req, res) => void served.then((app) => app(req, res)), serve };
}

/**
 * Uses another port when the usual one is taken. A port that the user has chosen is never replaced:
 * other programs may be configured for it.
 */
async function listen(
  server: Server | SecureServer,
  port: number | undefined,
  source: PortSource,
): Promise<number> {
  try {
    return await bind(server, port ?? source.usual);
  } catch (error) {
    if (port !== undefined) {
      throw startError(error, port, source);
    }
    if (codeOf(error) !== 'EADDRINUSE') {
      throw error;
    }
    console.log(`Port ${source.usual} is taken by another program; using a free port instead.`);
    return bind(server, 0);
  }
}

async function bind(server: Server | SecureServer, port: number): Promise<number> {
  server.listen(port, HOST);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function startError(error: unknown, port: number, { variable }: PortSource): unknown {
  const advice = `Set ${variable} to another one (${variable}=0: any free port).`;
  if (codeOf(error) === 'EADDRINUSE') {
    return new StartError(`Port ${port} is taken by another program. ${advice}`);
  }
  if (codeOf(error) === 'EACCES') {
    return new StartError(`Port ${port} needs rights that this user does not have. ${advice}`);
  }
  return error;
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

/**
 * Accepts no new connections, lets `finish` wait for requests in progress, then closes the remaining
 * connections: Node itself would wait for every browser that keeps an idle connection open.
 */
async function closeServer(
  server: Server | SecureServer,
  finish: () => Promise<void>,
): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await finish();
  const timer = setTimeout(() => server.closeAllConnections(), FLUSH_TIMEOUT_MS);
  await closed;
  clearTimeout(timer);
}
