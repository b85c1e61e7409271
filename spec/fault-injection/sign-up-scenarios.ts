import { once as nextEvent } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ConnectOptions } from 'mongoose';
import { badRequest, SERVER_ERROR, UNAVAILABLE } from '../support/expect-failure';
import type { FailPoint } from '../support/fail-points';
import { CONNECTION, REQUEST } from '../support/use-signup-apps';
import { onlyResponse } from './only-response';
import type { Environment, Scenario } from './scenario';

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');

// Short time-outs, so that a hanging server costs a spec little time.
const SHORT_DEADLINE = { timeout: 1000 };
const SHORT_SERVER_SELECTION: ConnectOptions = { serverSelectionTimeoutMS: 1000 };
const SHORT_SOCKET_TIMEOUT: ConnectOptions = { socketTimeoutMS: 1000 };
// A driver whose heartbeat notices a restart before the insert does would not retry the insert.
const NO_HEARTBEAT: ConnectOptions = { heartbeatFrequencyMS: 10_000 };

const OTHER = { ...REQUEST, email: 'other@example.com' };

/** Sets a fail point for the next `times` inserts. */
const failInsert =
  (failPoint: FailPoint, times = 1) =>
  ({ line }: Environment) => {
    line.fail('insert', failPoint, times);
  };

/** Drops the connection after the insert and sets a fail point for the look-up that follows. */
const failInsertAndLookUp =
  (lookUp: FailPoint, times = 1) =>
  ({ line }: Environment) => {
    line.fail('insert', 'drop after');
    line.fail('find', lookUp, times);
  };

/** An error reply; a member of a replica set labels it as retryable. */
const replyWithError =
  (code: number, errmsg: string, when: 'instead' | 'after', times = 1) =>
  ({ line, topology }: Environment) => {
    const errorLabels = topology === 'standalone' ? [] : ['RetryableWriteError'];
    const reply = { ok: 0, code, errmsg, errorLabels };
    line.fail(
      'insert',
      when === 'instead' ? { replyInstead: reply } : { replyAfter: reply },
      times,
    );
  };

const alwaysReplyWithError = (code: number, errmsg: string, errorLabels: readonly string[] = []) =>
  failInsert({ replyInstead: { ok: 0, code, errmsg, errorLabels } }, Number.POSITIVE_INFINITY);

const writeConcernError = (code: number, errmsg: string) =>
  failInsert({ replyAfter: { ok: 1, n: 1, writeConcernError: { code, errmsg } } });

const writeError = (code: number, errmsg: string, more: object = {}) => ({
  ok: 1,
  n: 0,
  writeErrors: [{ index: 0, code, errmsg, ...more }],
});

/** Bytes of another protocol. */
const HTTP_RESPONSE = Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
/** A message with a negative length. */
const NEGATIVE_LENGTH = Buffer.alloc(64, 0xff);
/** A MongoDB message without a valid document. */
const BROKEN_DOCUMENT = Buffer.alloc(64, 0x7f);
BROKEN_DOCUMENT.writeInt32LE(BROKEN_DOCUMENT.length, 0);
BROKEN_DOCUMENT.writeInt32LE(2013, 12);
BROKEN_DOCUMENT.fill(0, 16, 21);

/** Calls `react` once the insert has met the fail point. */
const onInsert = (failPoint: FailPoint, react: (environment: Environment) => unknown) => ({
  async during(environment: Environment) {
    await environment.line.fail('insert', failPoint);
    // Lets the driver finish what it does in the same turn.
    await setImmediate();
    await react(environment);
  },
});

const restart = async ({ line }: Environment) => {
  await line.cut();
  await line.restore();
};

/** Another sign-up that occupies the only connection. */
const occupied = {
  async arrange({ line, app }: Environment) {
    const held = line.fail('insert', 'hold');
    onlyResponse(app, OTHER).catch(() => undefined);
    await held;
  },
};

const taken: readonly Scenario[] = [
  {
    name: 'the address is taken',
    arrange: ({ app }) => app.post(REQUEST),
    response: USER_EXISTS,
    stored: 1,
  },
  {
    name: 'the username is taken',
    router: { connections: [{ ...CONNECTION, options: { requires_username: true } }] },
    arrange: ({ app }) => app.post({ ...OTHER, username: 'johndoe' }),
    response: USERNAME_EXISTS,
    stored: 0,
  },
  {
    name: 'a value is taken in a unique index of the host',
    async arrange({ app, stored }) {
      await stored.collection.createIndex({ nickname: 1 }, { unique: true });
      await app.post(OTHER);
    },
    response: SERVER_ERROR,
    stored: 0,
    recover: ({ stored }) => stored.collection.dropIndex('nickname_1'),
  },
  {
    name: 'the address is taken, and the error reply is lost',
    on: 'standalone',
    async arrange({ app, line }) {
      await app.post(REQUEST);
      line.fail('insert', 'drop after');
    },
    response: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the address is taken, and the error reply is lost',
    on: 'replica set',
    async arrange({ app, line }) {
      await app.post(REQUEST);
      line.fail('insert', 'drop after');
    },
    response: USER_EXISTS,
    stored: 1,
  },
  {
    name: 'the retry of the driver finds the user of its first attempt',
    arrange: failInsert({ replyAfter: writeError(11000, 'E11000', { keyPattern: { _id: 1 } }) }),
    response: 'success',
    stored: 1,
  },
];

const dropped: readonly Scenario[] = [
  {
    name: 'the connection is dropped before the commit',
    on: 'standalone',
    arrange: failInsert('drop before'),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the connection is dropped before the commit',
    on: 'replica set',
    arrange: failInsert('drop before'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the connection is dropped after the commit',
    arrange: failInsert('drop after'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the connection is dropped before the commit, twice in a row',
    arrange: failInsert('drop before', 2),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the connection is dropped after the commit, twice in a row',
    arrange: failInsert('drop after', 2),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the connection is dropped after the commit, and at the look-up',
    driver: { retryWrites: false },
    arrange: failInsertAndLookUp('drop before'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the connection is dropped after the commit, and at each look-up',
    driver: { retryWrites: false },
    arrange: failInsertAndLookUp('drop before', Number.POSITIVE_INFINITY),
    response: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the connection is dropped after the commit, and the look-up hangs',
    driver: { retryWrites: false },
    router: SHORT_DEADLINE,
    arrange: failInsertAndLookUp('hold'),
    response: UNAVAILABLE,
    stored: 1,
  },
];

const errorReplies: readonly Scenario[] = [
  {
    name: 'the server is not primary, once',
    on: 'standalone',
    arrange: replyWithError(10107, 'not primary', 'instead'),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is not primary, once',
    on: 'replica set',
    arrange: replyWithError(10107, 'not primary', 'instead'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the server steps down, once',
    on: 'replica set',
    arrange: replyWithError(189, 'primary stepped down', 'instead'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the server remains not primary',
    arrange: replyWithError(10107, 'not primary', 'instead', Number.POSITIVE_INFINITY),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server shuts down before the commit',
    on: 'standalone',
    arrange: replyWithError(91, 'shutting down', 'instead'),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server shuts down before the commit',
    on: 'replica set',
    arrange: replyWithError(91, 'shutting down', 'instead'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the server shuts down after the commit',
    arrange: replyWithError(11600, 'interrupted at shutdown', 'after'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the operation exceeds its time limit on the server',
    arrange: alwaysReplyWithError(262, 'operation exceeded time limit'),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the disk of the server is full',
    arrange: failInsert({ replyInstead: writeError(14031, 'out of disk space') }),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is overloaded',
    arrange: alwaysReplyWithError(462, 'too busy', ['SystemOverloadedError', 'RetryableError']),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the app is not authorized to write',
    arrange: alwaysReplyWithError(13, 'not authorized'),
    response: SERVER_ERROR,
    stored: 0,
  },
  {
    name: 'replication times out for the write concern',
    arrange: writeConcernError(64, 'waiting for replication timed out'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'there are too few members for the write concern',
    arrange: writeConcernError(100, 'not enough data-bearing nodes'),
    response: 'success',
    stored: 1,
  },
];

const malformed: readonly Scenario[] = [
  {
    name: 'the reply is HTTP, before the commit',
    router: SHORT_DEADLINE,
    arrange: failInsert({ replyInstead: HTTP_RESPONSE }),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the reply is HTTP, after the commit',
    router: SHORT_DEADLINE,
    arrange: failInsert({ replyAfter: HTTP_RESPONSE }),
    response: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the reply is HTTP, before the commit, with socketTimeoutMS',
    on: 'standalone',
    driver: SHORT_SOCKET_TIMEOUT,
    arrange: failInsert({ replyInstead: HTTP_RESPONSE }),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the reply is HTTP, before the commit, with socketTimeoutMS',
    on: 'replica set',
    driver: SHORT_SOCKET_TIMEOUT,
    arrange: failInsert({ replyInstead: HTTP_RESPONSE }),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the reply is HTTP, after the commit, with socketTimeoutMS',
    driver: SHORT_SOCKET_TIMEOUT,
    arrange: failInsert({ replyAfter: HTTP_RESPONSE }),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the reply has a negative length, before the commit',
    arrange: failInsert({ replyInstead: NEGATIVE_LENGTH }, 2),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the reply has a negative length, after the commit',
    arrange: failInsert({ replyAfter: NEGATIVE_LENGTH }, 2),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the reply is a broken document, before the commit',
    arrange: failInsert({ replyInstead: BROKEN_DOCUMENT }, 2),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the reply is a broken document, after the commit',
    arrange: failInsert({ replyAfter: BROKEN_DOCUMENT }, 2),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the reply is an empty document, after the commit',
    arrange: failInsert({ replyAfter: {} }),
    response: 'success',
    stored: 1,
  },
];

const slow: readonly Scenario[] = [
  {
    name: 'the server is slow before the commit',
    ...onInsert('hold', ({ line }) => line.restore()),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the server is slow after the commit',
    ...onInsert('hold after', ({ line }) => line.restore()),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the server is slower than the deadline, before the commit',
    router: SHORT_DEADLINE,
    arrange: failInsert('hold'),
    response: UNAVAILABLE,
    stored: 0,
    storedLater: 1,
  },
  {
    name: 'the server is slower than the deadline, after the commit',
    router: SHORT_DEADLINE,
    arrange: failInsert('hold after'),
    response: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the server hangs for good before the commit',
    on: 'standalone',
    driver: NO_HEARTBEAT,
    router: SHORT_DEADLINE,
    arrange: failInsert('hold'),
    response: UNAVAILABLE,
    stored: 0,
    recover: restart,
  },
  {
    name: 'the server hangs for good before the commit, and the driver retries on the next',
    on: 'replica set',
    driver: NO_HEARTBEAT,
    router: SHORT_DEADLINE,
    arrange: failInsert('hold'),
    response: UNAVAILABLE,
    stored: 0,
    storedLater: 1,
    recover: restart,
  },
  {
    name: 'the server hangs for good after the commit',
    driver: NO_HEARTBEAT,
    router: SHORT_DEADLINE,
    arrange: failInsert('hold after'),
    response: UNAVAILABLE,
    stored: 1,
    recover: restart,
  },
  {
    name: 'the server hangs during every command',
    router: SHORT_DEADLINE,
    arrange: ({ line }) => {
      line.fail('*', 'hold', Number.POSITIVE_INFINITY);
    },
    response: UNAVAILABLE,
    stored: 0,
    storedLater: 1,
  },
  {
    name: 'the server hangs before the commit, with socketTimeoutMS',
    on: 'standalone',
    driver: SHORT_SOCKET_TIMEOUT,
    arrange: failInsert('hold'),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server hangs before the commit, with socketTimeoutMS',
    on: 'replica set',
    driver: SHORT_SOCKET_TIMEOUT,
    arrange: failInsert('hold'),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the server hangs after the commit, with socketTimeoutMS',
    driver: SHORT_SOCKET_TIMEOUT,
    arrange: failInsert('hold after'),
    response: 'success',
    stored: 1,
  },
];

const killed: readonly Scenario[] = [
  {
    name: 'the server is killed before the sign-up, with serverSelectionTimeoutMS',
    driver: SHORT_SERVER_SELECTION,
    arrange: ({ line }) => line.cut(),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is killed before the sign-up, and the driver waits for the next',
    router: SHORT_DEADLINE,
    async arrange({ line, connection }) {
      const noticed = nextEvent(connection.getClient(), 'serverDescriptionChanged');
      await line.cut();
      await noticed;
    },
    response: UNAVAILABLE,
    stored: 0,
    storedLater: 1,
  },
  {
    name: 'the server is killed before the commit',
    driver: SHORT_SERVER_SELECTION,
    ...onInsert('hold', ({ line }) => line.cut()),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is killed after the commit',
    driver: SHORT_SERVER_SELECTION,
    ...onInsert('hold after', ({ line }) => line.cut()),
    response: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the server is killed before the commit and started again',
    on: 'standalone',
    driver: NO_HEARTBEAT,
    ...onInsert('hold', restart),
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is killed before the commit and started again',
    on: 'replica set',
    driver: NO_HEARTBEAT,
    ...onInsert('hold', restart),
    response: 'success',
    stored: 1,
  },
  {
    name: 'the server is killed after the commit and started again',
    driver: NO_HEARTBEAT,
    ...onInsert('hold after', restart),
    response: 'success',
    stored: 1,
  },
];

const exhausted: readonly Scenario[] = [
  {
    name: 'all connections are in use, with waitQueueTimeoutMS',
    driver: { maxPoolSize: 1, waitQueueTimeoutMS: 2000 },
    ...occupied,
    response: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'all connections are in use, and the driver waits for one',
    driver: { maxPoolSize: 1 },
    router: SHORT_DEADLINE,
    ...occupied,
    response: UNAVAILABLE,
    stored: 0,
    storedLater: 1,
  },
];

const reopen = ({ connection, line }: Environment) =>
  connection.openUri(line.uri, { dbName: connection.name });

const closed: readonly Scenario[] = [
  {
    name: 'the host has closed its connection',
    arrange: ({ connection }) => connection.close(),
    response: UNAVAILABLE,
    stored: 0,
    recover: reopen,
  },
  {
    name: 'the host has closed its connection, with bufferCommands: false',
    driver: { bufferCommands: false },
    arrange: ({ connection }) => connection.close(),
    response: UNAVAILABLE,
    stored: 0,
    recover: reopen,
  },
  {
    name: 'the host closes its connection before the commit',
    driver: { bufferCommands: false },
    ...onInsert('hold', ({ connection }) => connection.close()),
    response: UNAVAILABLE,
    stored: 0,
    recover: reopen,
  },
  {
    name: 'the host closes its connection after the commit',
    driver: { bufferCommands: false },
    ...onInsert('hold after', ({ connection, line }) => {
      // While the connection is closing, the driver still looks up.
      line.fail('find', 'drop before', Number.POSITIVE_INFINITY);
      return connection.close();
    }),
    response: UNAVAILABLE,
    stored: 1,
    recover: reopen,
  },
];

/** Failures of the database during a sign-up, by kind. */
export const SIGN_UP_SCENARIOS: Readonly<Record<string, readonly Scenario[]>> = {
  'a value is taken': taken,
  'the connection is dropped': dropped,
  'the server replies with an error': errorReplies,
  'the reply is malformed': malformed,
  'the server is slow': slow,
  'the server is killed': killed,
  'the pool is exhausted': exhausted,
  'the connection is closed': closed,
};
