import type { User } from 'express-dbconnections';
import type { Connection, ConnectOptions, Model } from 'mongoose';
import type { DatabaseLine } from '../support/database-line';
import type { FailPoint } from '../support/fail-points';
import type { Topology } from '../support/topology';

const NOT_PRIMARY = { ok: 0, code: 10107, codeName: 'NotWritablePrimary', errmsg: 'not primary' };
const HTTP = Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');

/** Where the app starts. */
export interface Start {
  readonly line: DatabaseLine;
  /** The app's own, over the line; connecting. */
  readonly connection: Connection;
  /** The same users, past the line. */
  readonly stored: Model<User>;
}

/** What may keep the app from being ready when its first sign-up comes. */
export interface StartScenario {
  readonly name: string;
  readonly on?: Topology;
  readonly driver?: ConnectOptions;
  /** Before the app connects. */
  readonly before?: (start: Omit<Start, 'connection'>) => unknown;
  /** After it was answered 503. */
  readonly recover: (start: Start) => unknown;
}

const mend = ({ line }: Pick<Start, 'line'>) => line.restore();

const always =
  (command: string, fault: FailPoint) =>
  ({ line }: Pick<Start, 'line'>) => {
    line.fail(command, fault, Number.POSITIVE_INFINITY);
  };

export const START_FAULTS: readonly StartScenario[] = [
  { name: 'the server is down', before: ({ line }) => line.cut(), recover: mend },
  {
    name: 'the server is down, with bufferCommands: false',
    driver: { bufferCommands: false },
    before: ({ line }) => line.cut(),
    recover: mend,
  },
  {
    name: 'the server is down for so long that the host has to connect again',
    driver: { serverSelectionTimeoutMS: 200 },
    before: ({ line }) => line.cut(),
    async recover({ line, connection, stored }) {
      await connection.asPromise().catch(() => undefined);
      await line.restore();
      await connection.openUri(line.uri, { dbName: stored.db.name });
    },
  },
  { name: 'the server hangs', before: always('*', 'hold'), recover: mend },
  {
    name: 'something else listens in its place',
    driver: { connectTimeoutMS: 500 },
    before: always('*', { replyInstead: HTTP }),
    recover: mend,
  },
  {
    name: 'the index build takes long',
    before: always('createIndexes', 'hold'),
    recover: mend,
  },
  {
    name: 'the index build is done and its answer takes long',
    before: always('createIndexes', 'hold after'),
    recover: mend,
  },
  {
    name: 'the connection is cut before the index build',
    before: always('createIndexes', 'drop before'),
    recover: mend,
  },
  {
    name: 'the connection is cut after the index build',
    before: always('createIndexes', 'drop after'),
    recover: mend,
  },
  {
    name: 'the server is not primary',
    before: always('createIndexes', { replyInstead: NOT_PRIMARY }),
    recover: mend,
  },
  {
    name: 'the server answers the index build with nonsense',
    before: always('createIndexes', { replyAfter: {} }),
    recover: mend,
  },
  {
    name: 'with autoIndex: false, the connection is cut before the indexes are listed',
    driver: { autoIndex: false },
    async before({ line, stored }) {
      await stored.createIndexes();
      always('listIndexes', 'drop before')({ line });
    },
    recover: mend,
  },
];
