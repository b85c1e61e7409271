import { resolve } from 'node:path';
import { inspect } from 'node:util';
import { Cursors } from './commands/cursors';
import { respond } from './commands/respond';
import { Store } from './storage/store';
import { type Address, listen } from './wire/server';

export interface MongoDBServerOptions {
  /** The port on 127.0.0.1. Default 0, any free port. */
  readonly port?: number | undefined;
  /**
   * The path of a Unix domain socket, instead of a port; drivers require that it ends with `.sock`.
   * Only the user who started the server can connect; put it into a folder of that user.
   */
  readonly socketPath?: string | undefined;
  /**
   * A file that keeps the data across restarts; it is created if it does not exist. Only one running
   * server can use it. Default none: the data is in memory only.
   */
  readonly file?: string | undefined;
}

export interface MongoDBServer {
  /** For Mongoose or the MongoDB driver. */
  readonly uri: string;
  /** Ends all connections. The file is complete when it resolves. May be called more than once. */
  close(): Promise<void>;
}

/**
 * Starts a small server that speaks MongoDB's wire protocol, for tests and local trials; nothing has
 * to be installed. It is not a database for production.
 *
 * ```js
 * import mongoose from 'mongoose';
 * import { startMongoDB } from 'express-dbconnections/testing';
 *
 * const server = await startMongoDB();
 * await mongoose.connect(server.uri);
 * // … the tests …
 * await mongoose.disconnect();
 * await server.close();
 * ```
 *
 * It implements what the user model needs: insert, find (filters with `$and`, `$or`, `$eq`, `$ne`,
 * `$in`, `$exists` and ranges; sort, skip, limit, projection, cursors), update with `$set` and
 * `$unset`, delete, count, and aggregations of `$match`, `$skip`, `$limit` and `$group`; indexes,
 * unique, sparse and partial ones included; listing and dropping collections and databases.
 *
 * The reply to any other command is MongoDB's `CommandNotFound`, and an option, an operator or a
 * value that a command does not know is an error, never ignored. Upserts, `findAndModify`, regular
 * expressions, collations, transactions, change streams, users and TLS are not implemented.
 *
 * @throws {TypeError} if an option is wrong or unknown.
 * @throws {Error} if the port or the file is in use, or the file was not written by this function.
 */
export async function startMongoDB(options: MongoDBServerOptions = {}): Promise<MongoDBServer> {
  const { address, file } = parseOptions(options);
  const store = new Store(file);
  try {
    const context = { store, cursors: new Cursors() };
    const server = await listen(address, (frame) => respond(context, frame));
    let closed: Promise<void> | undefined;
    return {
      uri: `mongodb://${server.host}/test`,
      close() {
        closed ??= server.close().finally(() => store.close());
        return closed;
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}

const OPTION_NAMES = ['port', 'socketPath', 'file'];

/** What macOS allows; Linux allows 107. */
const MAX_SOCKET_PATH_BYTES = 103;

function parseOptions(options: MongoDBServerOptions): { address: Address; file?: string } {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalidOption('the argument', options, 'write an object of options');
  }
  const unknown = Object.keys(options).find((name) => !OPTION_NAMES.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(
      `startMongoDB: there is no option ${unknown}; the options are ${OPTION_NAMES.join(', ')}`,
    );
  }
  const { port, socketPath, file } = options;
  if (port !== undefined && socketPath !== undefined) {
    throw new TypeError('startMongoDB: port and socketPath exclude each other; write one of them');
  }
  const address =
    socketPath === undefined
      ? { port: parsePort(port ?? 0) }
      : { socketPath: parseSocketPath(socketPath) };
  return file === undefined ? { address } : { address, file: parsePath('file', file) };
}

function parsePort(port: unknown): number {
  if (!Number.isInteger(port) || (port as number) < 0 || (port as number) > 65_535) {
    throw invalidOption('port', port, 'write an integer from 0 to 65535');
  }
  return port as number;
}

function parseSocketPath(value: unknown): string {
  const path = parsePath('socketPath', value);
  if (!path.endsWith('.sock') || Buffer.byteLength(path) > MAX_SOCKET_PATH_BYTES) {
    const advice = `write a path that ends with .sock, of at most ${MAX_SOCKET_PATH_BYTES} bytes`;
    throw invalidOption('socketPath', path, advice);
  }
  return path;
}

function parsePath(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw invalidOption(name, value, 'write a path');
  }
  return resolve(value);
}

function invalidOption(name: string, value: unknown, advice: string): TypeError {
  return new TypeError(`startMongoDB: ${name} is ${inspect(value, { depth: 0 })}; ${advice}`);
}
