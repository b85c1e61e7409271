import { randomUUID } from 'node:crypto';
import { type MongoDBServer, startMongoDB } from 'express-dbconnections/testing';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import { type DatabaseLine, openDatabaseLine } from './database-line';
import type { Topology } from './topology';

/** A database for this spec file: on a server of startMongoDB(), or on that of `MONGODB_URI`. */
export interface TestDatabase {
  readonly uri: string;
  readonly dbName: string;
  /** A new Mongoose connection, closed after the last spec of the file. */
  connect(options?: ConnectOptions, line?: DatabaseLine): Promise<Connection>;
  /** The same, still connecting. */
  open(options?: ConnectOptions, line?: DatabaseLine): Connection;
  /**
   * A proxy to the server, closed after the last spec of the file, behind which the server appears as
   * one of that topology.
   */
  line(topology?: Topology): Promise<DatabaseLine>;
}

export function useDatabase(): TestDatabase {
  const dbName = `signup_${randomUUID().slice(0, 8)}`;
  const connections: Connection[] = [];
  const lines: DatabaseLine[] = [];
  let server: MongoDBServer | undefined;
  let uri = process.env.MONGODB_URI ?? '';

  beforeAll(async () => {
    if (uri === '') {
      server = await startMongoDB();
      uri = server.uri;
    }
  });

  afterAll(async () => {
    if (server === undefined) {
      const connection = await mongoose.createConnection(uri, { dbName }).asPromise();
      await connection.dropDatabase();
      await connection.close();
    }
    // A connection that is still connecting can only be closed once it is open.
    await Promise.all(lines.map((line) => line.restore()));
    await Promise.all(connections.map((connection) => connection.close(true)));
    await Promise.all(lines.map((line) => line.close()));
    await server?.close();
  });

  function open(options: ConnectOptions = {}, line?: DatabaseLine): Connection {
    const connection = mongoose.createConnection(line?.uri ?? uri, {
      dbName,
      // How soon the driver checks a lost server again; its default of 500 ms is long for a spec.
      minHeartbeatFrequencyMS: 20,
      // The server does not know about the line and cannot push changes: the driver has to poll.
      serverMonitoringMode: 'poll',
      ...options,
    });
    // Specs that care about a failed connection await it.
    connection.on('error', () => undefined);
    connections.push(connection);
    return connection;
  }

  return {
    get uri() {
      return uri;
    },
    dbName,
    open,
    connect: (options, line) => open(options, line).asPromise(),
    async line(topology) {
      const line = await openDatabaseLine(uri, topology);
      lines.push(line);
      return line;
    },
  };
}
