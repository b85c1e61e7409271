import type { Server } from 'node:http';
import type { Server as SecureServer } from 'node:https';

/** An answer that has just been written gets this long to reach its client. */
const flush = 200;

/**
 * Takes no new connections, lets `finish` wait for the work under way, then ends what is left:
 * by itself Node would wait for every browser that keeps a silent connection open.
 */
export async function closeServer(
  server: Server | SecureServer,
  finish: () => Promise<void>,
): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await finish();
  const timer = setTimeout(() => server.closeAllConnections(), flush);
  await closed;
  clearTimeout(timer);
}
