import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MongoDBServer, startMongoDB } from 'express-dbconnections/testing';
import mongoose, { type Connection } from 'mongoose';
import { keepConnecting, withoutSecrets } from './keep-connecting';
import { type Settings, StartError } from './settings';

/** Where the users are stored: on a MongoDB server or in the embedded database. */
export interface Database {
  readonly connection: Connection;
  /** For the terminal, without passwords. */
  readonly description: string;
  /** Resolves when the first connection is open; rejects on an error that no retry can fix. */
  readonly connected: Promise<void>;
  close(): Promise<void>;
}

/** Both kinds speak MongoDB's protocol, so that the app needs nothing but Mongoose for either. */
export async function openDatabase({ mongodbUri, dataFile }: Settings): Promise<Database> {
  if (mongodbUri !== undefined) {
    return connectTo(mongodbUri, withoutSecrets(mongodbUri));
  }
  const embedded = await startEmbedded(dataFile);
  const database = connectTo(embedded.uri, `embedded, ${dataFile ?? 'in memory only'}`);
  return { ...database, close: () => database.close().finally(() => embedded.close()) };
}

/**
 * The embedded database has no passwords, and any local account can connect to a port. It therefore
 * listens on a socket in a folder of this account (`mkdtemp` sets mode 0700), except on Windows,
 * where Node has no such sockets.
 */
async function startEmbedded(file: string | undefined): Promise<MongoDBServer> {
  try {
    const socketPath = process.platform === 'win32' ? undefined : await privateSocketPath();
    return await startMongoDB({ file, socketPath });
  } catch (cause) {
    throw new StartError((cause as Error).message, { cause });
  }
}

/** The folder is removed when the process ends, also after a failed start. */
async function privateSocketPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'express-dbconnections-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'mongodb.sock');
}

function connectTo(uri: string, description: string): Database {
  const connection = mongoose.createConnection();
  const closing = new AbortController();
  const connected = keepConnecting(connection, uri, closing.signal);
  // Until the caller awaits it, a rejection must not end the process.
  connected.catch(() => undefined);
  return {
    connection,
    description,
    connected,
    async close() {
      closing.abort();
      await connection.close();
    },
  };
}
