import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type MongoDBServer,
  type MongoDBServerOptions,
  startMongoDB,
} from 'express-dbconnections/testing';
import mongoose, { type Connection } from 'mongoose';

export interface OpenServer {
  readonly connection: Connection;
  readonly things: ReturnType<typeof rawCollection>;
  close(): Promise<void>;
}

export interface Servers {
  start(options?: MongoDBServerOptions): Promise<MongoDBServer>;
  /** A connection of a new Mongoose. */
  connect(server: MongoDBServer): Promise<Connection>;
  /** A server, on the file if there is one, and a connection to it. */
  open(file?: string): Promise<OpenServer>;
  /** A path in a folder that does not exist yet. */
  newFile(): Promise<string>;
}

/** Closes all servers and connections after each spec. */
export function useServers(): Servers {
  const cleanups: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) {
      await cleanup();
    }
  });

  async function start(options?: MongoDBServerOptions) {
    const server = await startMongoDB(options);
    cleanups.push(() => server.close());
    return server;
  }

  async function connect({ uri }: MongoDBServer) {
    const options = { serverSelectionTimeoutMS: 2000 };
    const connection = new mongoose.Mongoose().createConnection(uri, options);
    cleanups.push(() => connection.close(true));
    return connection.asPromise();
  }

  async function open(file?: string) {
    const server = await start({ file });
    const connection = await connect(server);
    const close = async () => {
      await connection.close();
      await server.close();
    };
    return { connection, things: rawCollection(connection), close };
  }

  async function newFile() {
    const folder = await mkdtemp(join(tmpdir(), 'testing-'));
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    return join(folder, 'new', 'folder', 'users.journal');
  }

  return { start, connect, open, newFile };
}

/** A new server and a connection to it for each spec. */
export function useServer() {
  const servers = useServers();
  let server: MongoDBServer;
  let connection: Connection;

  beforeEach(async () => {
    server = await servers.start();
    connection = await servers.connect(server);
  });

  return {
    servers,
    get server() {
      return server;
    },
    get connection() {
      return connection;
    },
    things: (name?: string) => rawCollection(connection, name),
    run: (command: Record<string, unknown>) => runCommand(connection, command),
  };
}

/** A server and a connection to it for all specs of a file. */
export function useSharedServer() {
  let server: MongoDBServer;
  let connection: Connection;

  beforeAll(async () => {
    server = await startMongoDB();
    connection = await new mongoose.Mongoose().createConnection(server.uri).asPromise();
  });

  afterAll(async () => {
    await connection.close(true);
    await server.close();
  });

  return {
    get connection() {
      return connection;
    },
    things: (name?: string) => rawCollection(connection, name),
    run: (command: Record<string, unknown>) => runCommand(connection, command),
  };
}

export function portOf({ uri }: MongoDBServer): number {
  return Number(new URL(uri).port);
}

type BsonId = number | mongoose.mongo.Double | mongoose.mongo.Int32 | mongoose.mongo.ObjectId;

export interface Thing {
  _id?: BsonId;
  [field: string]: unknown;
}

/** The driver's collection, without Mongoose's casts and defaults. */
export function rawCollection(connection: Connection, name = 'things') {
  return databaseOf(connection).collection<Thing>(name);
}

export function runCommand(
  connection: Connection,
  command: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  return databaseOf(connection).command(command);
}

function databaseOf({ db }: Connection) {
  if (db === undefined) {
    throw new Error('The connection is not open');
  }
  return db;
}
