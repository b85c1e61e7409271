import { type MongoDBServer, startMongoDB } from 'express-dbconnections/testing';
import mongoose, { type Connection } from 'mongoose';
import { keepConnecting, withoutSecrets } from './keep-connecting';
import type { Settings } from './settings';
import { StartError } from './start-error';

/** Where the users are stored, whichever server that is. */
export interface Database {
  readonly connection: Connection;
  /** For the terminal: never with a password in it. */
  readonly description: string;
  /** Resolves when the first connection is open; rejects if it can never be. */
  readonly connected: Promise<void>;
  close(): Promise<void>;
}

/** Both kinds speak MongoDB's protocol, so the app has one way to store: Mongoose. */
export async function openDatabase(settings: Settings): Promise<Database> {
  const { mongodbUri, dataFile } = settings;
  if (mongodbUri !== undefined) {
    return connectTo(mongodbUri, withoutSecrets(mongodbUri));
  }
  const embedded = await startEmbedded(dataFile);
  const database = connectTo(embedded.uri, `embedded, ${dataFile ?? 'in memory only'}`);
  return { ...database, close: () => database.close().finally(() => embedded.close()) };
}

/** Its errors, such as a file in use, are shown without a stack trace. */
async function startEmbedded(dataFile: string | undefined): Promise<MongoDBServer> {
  try {
    return await startMongoDB({ file: dataFile });
  } catch (cause) {
    throw new StartError((cause as Error).message, { cause });
  }
}

function connectTo(uri: string, description: string): Database {
  const connection = mongoose.createConnection();
  const closing = new AbortController();
  const connected = keepConnecting(connection, uri, closing.signal);
  // The caller may await it later; until then a rejection must not end the process.
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
