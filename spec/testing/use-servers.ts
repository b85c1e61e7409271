import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type MongoDBServer,
  type MongoDBServerOptions,
  startMongoDB,
} from 'express-dbconnections/testing';
import mongoose, { type Connection } from 'mongoose';

export interface OpenDatabase {
  readonly connection: Connection;
  readonly things: ReturnType<typeof rawCollection>;
  close(): Promise<void>;
}

export interface Servers {
  start(options?: MongoDBServerOptions): Promise<MongoDBServer>;
  /** A client of its own, by a Mongoose of its own. */
  connect(database: MongoDBServer): Promise<Connection>;
  /** Both: a copy, on the file if there is one, and a client of it. */
  open(file?: string): Promise<OpenDatabase>;
  /** A path in a folder that does not exist yet. */
  newFile(): Promise<string>;
}

/** Whatever a spec opens is closed after it, also when it fails. */
export function useServers(): Servers {
  const cleanups: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  async function start(options?: MongoDBServerOptions) {
    const database = await startMongoDB(options);
    cleanups.push(() => database.close());
    return database;
  }

  async function connect({ uri }: MongoDBServer) {
    const options = { serverSelectionTimeoutMS: 2000 };
    const connection = new mongoose.Mongoose().createConnection(uri, options);
    cleanups.push(() => connection.close(true));
    return connection.asPromise();
  }

  async function open(file?: string) {
    const database = await start(file === undefined ? {} : { file });
    const connection = await connect(database);
    const close = async () => {
      await connection.close();
      await database.close();
    };
    return { connection, things: rawCollection(connection), close };
  }

  async function newFile() {
    const folder = await mkdtemp(join(tmpdir(), 'embedded-database-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    return join(folder, 'made', 'on-the-way', 'users.db');
  }

  return { start, connect, open, newFile };
}

type BsonId = number | mongoose.mongo.Double | mongoose.mongo.Int32 | mongoose.mongo.ObjectId;

export interface Thing {
  _id?: BsonId;
  [field: string]: unknown;
}

/** The driver's collection, without Mongoose's casts and defaults. */
export function rawCollection(connection: Connection, name = 'things') {
  if (connection.db === undefined) throw new Error('The connection is not open');
  return connection.db.collection<Thing>(name);
}

export function runCommand(
  connection: Connection,
  command: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  if (connection.db === undefined) throw new Error('The connection is not open');
  return connection.db.command(command);
}
