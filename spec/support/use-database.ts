import { randomUUID } from 'node:crypto';
import { type MongoDBServer, startMongoDB } from 'express-dbconnections/testing';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import { type DatabaseLine, openDatabaseLine } from './database-line';
import type { Topology } from './topology';

/** A database for this spec file: on a server of startMongoDB(), or on that of `MONGODB_URI`. */
export interface TestDatabase {
  readonly uri: string;
  readonly dbName: string;
  /** A fresh Mongoose connection, closed after the file's last spec. */
  connect(options?: ConnectOptions, line?: DatabaseLine): Promise<Connection>;
  /** The same, while it is still being made. */
  open(options?: ConnectOptions, line?: DatabaseLine): Connection;
  /**
   * A line to the server that can fail, closed after the file's last spec. From its other end the
   * server looks like one of that topology.
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
    // A connection that is still being made has to be made before it can be closed.
    await Promise.all(lines.map((line) => line.mend()));
    await Promise.all(connections.map((connection) => connection.close(true)));
    await Promise.all(lines.map((line) => line.close()));
    await server?.close();
  });

  function open(options: ConnectOptions = {}, line?: DatabaseLine): Connection {
    const connection = mongoose.createConnection(line?.uri ?? uri, {
      dbName,
      // How soon the driver looks again for a server that it has lost; its own 500 ms are long here.
      minHeartbeatFrequencyMS: 20,
      // The driver asks, for a server that knows nothing of the line's faults has no news to push.
      serverMonitoringMode: 'poll',
      ...options,
    });
    // Whoever cares awaits it; for the rest a connection that fails is no news.
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
