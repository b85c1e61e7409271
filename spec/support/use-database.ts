import { randomUUID } from 'node:crypto';
import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from '../../example-app/embedded-database/embedded-database';

/** A database of this spec file's own: the embedded one, or one on the server of `MONGODB_URI`. */
export interface TestDatabase {
  readonly uri: string;
  /** A fresh Mongoose connection, closed after the file's last spec. */
  connect(options?: ConnectOptions): Promise<Connection>;
}

export function useDatabase(): TestDatabase {
  const dbName = `signup_${randomUUID().slice(0, 8)}`;
  const connections: Connection[] = [];
  let embedded: EmbeddedDatabase | undefined;
  let uri = process.env.MONGODB_URI ?? '';

  beforeAll(async () => {
    if (uri === '') {
      embedded = await startEmbeddedDatabase();
      uri = embedded.uri;
    }
  });

  afterAll(async () => {
    if (embedded === undefined) {
      await connections.find(({ readyState }) => readyState === 1)?.dropDatabase();
    }
    await Promise.all(connections.map((connection) => connection.close(true)));
    await embedded?.close();
  });

  return {
    get uri() {
      return uri;
    },
    async connect(options = {}) {
      const connection = await mongoose.createConnection(uri, { dbName, ...options }).asPromise();
      connections.push(connection);
      return connection;
    },
  };
}
