import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { installSecantusDb } from './install-secantusdb.mjs';

/**
 * Returns the URI of a server and a function that stops it: the server of `MONGODB_URI`, or MongoDB
 * itself if mongodb-memory-server is installed, or SecantusDB, which is installed if it is missing.
 */
export async function startServer() {
  const uri = process.env.MONGODB_URI;
  if (uri) {
    return { uri, stop: async () => undefined };
  }
  return (await startMongoDb()) ?? startSecantusDb();
}

async function startMongoDb() {
  const memoryServer = await import('mongodb-memory-server').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') {
      throw error;
    }
  });
  if (memoryServer === undefined) {
    return undefined;
  }
  const server = await memoryServer.MongoMemoryReplSet.create();
  return { uri: server.getUri(), stop: () => server.stop() };
}

async function startSecantusDb() {
  const args = ['--port', '0', '--storage-path', ':memory:'];
  const server = spawn(installSecantusDb(), args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(server, 'exit');
  process.once('exit', () => server.kill());
  return {
    uri: `mongodb://${await addressOf(server)}/`,
    async stop() {
      server.kill();
      await ended;
    },
  };
}

async function addressOf(server) {
  const lines = [];
  let address;
  const log = createInterface(server.stderr);
  for await (const line of log) {
    [, address] = / listening on (\S+)$/.exec(line) ?? [];
    if (address !== undefined) {
      break;
    }
    lines.push(line);
  }
  if (address === undefined) {
    throw new Error(`SecantusDB did not start:\n${lines.join('\n')}`);
  }
  // An unread pipe would block the server.
  server.stderr.resume();
  return address;
}
