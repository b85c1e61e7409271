import type { User } from 'express-dbconnections';
import type { Connection, ConnectOptions, Model } from 'mongoose';
import type { DatabaseLine } from '../support/database-line';
import type { FailPoint } from '../support/fail-points';

const NOT_PRIMARY = { ok: 0, code: 10107, codeName: 'NotWritablePrimary', errmsg: 'not primary' };
const HTTP_RESPONSE = Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');

/** The app and the database of one start. */
export interface Start {
  readonly line: DatabaseLine;
  /** The connection of the app, over the line, still connecting. */
  readonly connection: Connection;
  /** The same users, read without the line. */
  readonly stored: Model<User>;
}

/** A failure of the database that keeps the app from being ready for its first sign-up. */
export interface StartScenario {
  readonly name: string;
  readonly driver?: ConnectOptions;
  /** Runs before the app connects. */
  readonly arrange?: (start: Omit<Start, 'connection'>) => unknown;
  /** Runs after the 503. */
  readonly recover: (start: Start) => unknown;
}

const restore = ({ line }: Pick<Start, 'line'>) => line.restore();

const always =
  (command: string, failPoint: FailPoint) =>
  ({ line }: Pick<Start, 'line'>) => {
    line.fail(command, failPoint, Number.POSITIVE_INFINITY);
  };

export const START_SCENARIOS: readonly StartScenario[] = [
  { name: 'the server is down', arrange: ({ line }) => line.cut(), recover: restore },
  {
    name: 'the server is down, with bufferCommands: false',
    driver: { bufferCommands: false },
    arrange: ({ line }) => line.cut(),
    recover: restore,
  },
  {
    name: 'the server is down for so long that the host has to connect again',
    driver: { serverSelectionTimeoutMS: 200 },
    arrange: ({ line }) => line.cut(),
    async recover({ line, connection, stored }) {
      await connection.asPromise().catch(() => undefined);
      await line.restore();
      await connection.openUri(line.uri, { dbName: stored.db.name });
    },
  },
  { name: 'the server hangs', arrange: always('*', 'hold'), recover: restore },
  {
    name: 'another program listens on the port of the server',
    driver: { connectTimeoutMS: 500 },
    arrange: always('*', { replyInstead: HTTP_RESPONSE }),
    recover: restore,
  },
  {
    name: 'the index build takes too long',
    arrange: always('createIndexes', 'hold'),
    recover: restore,
  },
  {
    name: 'the reply to the index build takes too long',
    arrange: always('createIndexes', 'hold after'),
    recover: restore,
  },
  {
    name: 'the connection is dropped before the index build',
    arrange: always('createIndexes', 'drop before'),
    recover: restore,
  },
  {
    name: 'the connection is dropped after the index build',
    arrange: always('createIndexes', 'drop after'),
    recover: restore,
  },
  {
    name: 'the server is not primary',
    arrange: always('createIndexes', { replyInstead: NOT_PRIMARY }),
    recover: restore,
  },
  {
    name: 'the reply to the index build is an empty document',
    arrange: always('createIndexes', { replyAfter: {} }),
    recover: restore,
  },
  {
    name: 'with autoIndex: false, the connection is dropped before the indexes are listed',
    driver: { autoIndex: false },
    async arrange({ line, stored }) {
      await stored.createIndexes();
      always('listIndexes', 'drop before')({ line });
    },
    recover: restore,
  },
];
