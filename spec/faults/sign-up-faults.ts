import { once as nextEvent } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { ConnectOptions } from 'mongoose';
import { badRequest, SERVER_ERROR, UNAVAILABLE } from '../support/expect-failure';
import type { FailPoint } from '../support/fail-points';
import { CONNECTION, REQUEST } from '../support/use-signup-apps';
import { onlyAnswer } from './only-answer';
import type { Scenario, Site } from './scenario';

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');

/** What is done so that a server that hangs costs a spec little time. */
const HASTY = { timeout: 1000 };
const PATIENCE: ConnectOptions = { serverSelectionTimeoutMS: 1000 };
const SOCKET: ConnectOptions = { socketTimeoutMS: 500 };

const OTHER = { ...REQUEST, email: 'other@example.com' };

/** The fault happens to the insert, `times` times. */
const insert =
  (fault: FailPoint, times = 1) =>
  ({ line }: Site) => {
    line.fail('insert', fault, times);
  };

/** Faults of the network, of two commands at once. */
const insertAndLookUp =
  (lookUp: FailPoint, times = 1) =>
  ({ line }: Site) => {
    line.fail('insert', 'drop after');
    line.fail('find', lookUp, times);
  };

/** A refusal in the server's words; a member of a replica set says whether to try again. */
const says =
  (code: number, errmsg: string, when: 'answer' | 'afterwards', times = 1) =>
  ({ line, topology }: Site) => {
    const errorLabels = topology === 'standalone' ? [] : ['RetryableWriteError'];
    const words = { ok: 0, code, errmsg, errorLabels };
    line.fail('insert', when === 'answer' ? { replyInstead: words } : { replyAfter: words }, times);
  };

const refuses = (code: number, errmsg: string, errorLabels: readonly string[] = []) =>
  insert({ replyInstead: { ok: 0, code, errmsg, errorLabels } }, Number.POSITIVE_INFINITY);

const writeConcernError = (code: number, errmsg: string) =>
  insert({ replyAfter: { ok: 1, n: 1, writeConcernError: { code, errmsg } } });

const writeError = (code: number, errmsg: string, more: object = {}) => ({
  ok: 1,
  n: 0,
  writeErrors: [{ index: 0, code, errmsg, ...more }],
});

/** Bytes that are not MongoDB's. */
const HTTP = Buffer.from('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
/** A message that is shorter than nothing. */
const NEGATIVE = Buffer.alloc(64, 0xff);
/** A message of MongoDB's that carries no document. */
const BROKEN = Buffer.alloc(64, 0x7f);
BROKEN.writeInt32LE(BROKEN.length, 0);
BROKEN.writeInt32LE(2013, 12);
BROKEN.fill(0, 16, 21);

/** Waits until the fault has happened to the insert, and ends it by `end`. */
const once = (fault: FailPoint, end: (site: Site) => unknown) => {
  let happens: Promise<void>;
  return {
    fault({ line }: Site) {
      happens = line.fail('insert', fault);
    },
    async meanwhile(site: Site) {
      await happens;
      // What else the driver does about it.
      await setImmediate();
      await end(site);
    },
  };
};

const restart = async ({ line }: Site) => {
  await line.cut();
  await line.restore();
};

/** A sign-up that keeps the only connection to itself. */
const occupied = {
  async fault({ line, app }: Site) {
    const held = line.fail('insert', 'hold');
    onlyAnswer(app, OTHER).catch(() => undefined);
    await held;
  },
};

const taken: readonly Scenario[] = [
  {
    name: 'the address is taken',
    fault: ({ app }) => app.post(REQUEST),
    answer: USER_EXISTS,
    stored: 1,
  },
  {
    name: 'the username is taken',
    router: { connections: [{ ...CONNECTION, options: { requires_username: true } }] },
    fault: ({ app }) => app.post({ ...OTHER, username: 'johndoe' }),
    answer: USERNAME_EXISTS,
    stored: 0,
  },
  {
    name: "a value is taken in an index that is the host's",
    async fault({ app, stored }) {
      await stored.collection.createIndex({ nickname: 1 }, { unique: true });
      await app.post(OTHER);
    },
    answer: SERVER_ERROR,
    stored: 0,
    recover: ({ stored }) => stored.collection.dropIndex('nickname_1'),
  },
  {
    name: 'the address is taken, and the answer that says so is lost',
    on: 'standalone',
    async fault({ app, line }) {
      await app.post(REQUEST);
      line.fail('insert', 'drop after');
    },
    answer: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the address is taken, and the answer that says so is lost',
    on: 'replica set',
    async fault({ app, line }) {
      await app.post(REQUEST);
      line.fail('insert', 'drop after');
    },
    answer: USER_EXISTS,
    stored: 1,
  },
  {
    name: "the driver's second try meets its first one",
    fault: insert({ replyAfter: writeError(11000, 'E11000', { keyPattern: { _id: 1 } }) }),
    answer: 'signed up',
    stored: 1,
  },
];

const dropped: readonly Scenario[] = [
  {
    name: 'the connection is cut before the commit',
    on: 'standalone',
    fault: insert('drop before'),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the connection is cut before the commit',
    on: 'replica set',
    fault: insert('drop before'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the connection is cut after the commit',
    fault: insert('drop after'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the connection is cut before the commit, twice in a row',
    fault: insert('drop before', 2),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the connection is cut after the commit, twice in a row',
    fault: insert('drop after', 2),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the connection is cut after the commit, and at the look-up',
    driver: { retryWrites: false },
    fault: insertAndLookUp('drop before'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the connection is cut after the commit, and at each look-up',
    driver: { retryWrites: false },
    fault: insertAndLookUp('drop before', Number.POSITIVE_INFINITY),
    answer: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the connection is cut after the commit, and the look-up hangs',
    driver: { retryWrites: false },
    router: HASTY,
    fault: insertAndLookUp('hold'),
    answer: UNAVAILABLE,
    stored: 1,
  },
];

const said: readonly Scenario[] = [
  {
    name: 'the server is not primary, once',
    on: 'standalone',
    fault: says(10107, 'not primary', 'answer'),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is not primary, once',
    on: 'replica set',
    fault: says(10107, 'not primary', 'answer'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server steps down, once',
    on: 'replica set',
    fault: says(189, 'primary stepped down', 'answer'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server is not primary and stays so',
    fault: says(10107, 'not primary', 'answer', Number.POSITIVE_INFINITY),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server shuts down before the commit',
    on: 'standalone',
    fault: says(91, 'shutting down', 'answer'),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server shuts down before the commit',
    on: 'replica set',
    fault: says(91, 'shutting down', 'answer'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server shuts down after the commit',
    fault: says(11600, 'interrupted at shutdown', 'afterwards'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server runs out of time',
    fault: refuses(262, 'operation exceeded time limit'),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the disk of the server is full',
    fault: insert({ replyInstead: writeError(14031, 'out of disk space') }),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is overloaded',
    fault: refuses(462, 'too busy', ['SystemOverloadedError', 'RetryableError']),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the app may not write',
    fault: refuses(13, 'not authorized'),
    answer: SERVER_ERROR,
    stored: 0,
  },
  {
    name: 'too few members have it in time',
    fault: writeConcernError(64, 'waiting for replication timed out'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'there are too few members for the write concern',
    fault: writeConcernError(100, 'not enough data-bearing nodes'),
    answer: 'signed up',
    stored: 1,
  },
];

const garbled: readonly Scenario[] = [
  {
    name: 'the answer is not of MongoDB, before the commit',
    router: HASTY,
    fault: insert({ replyInstead: HTTP }),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the answer is not of MongoDB, after the commit',
    router: HASTY,
    fault: insert({ replyAfter: HTTP }),
    answer: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the answer is not of MongoDB, before the commit, with socketTimeoutMS',
    on: 'standalone',
    driver: SOCKET,
    fault: insert({ replyInstead: HTTP }),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the answer is not of MongoDB, before the commit, with socketTimeoutMS',
    on: 'replica set',
    driver: SOCKET,
    fault: insert({ replyInstead: HTTP }),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the answer is not of MongoDB, after the commit, with socketTimeoutMS',
    driver: SOCKET,
    fault: insert({ replyAfter: HTTP }),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the answer has an impossible length, before the commit',
    fault: insert({ replyInstead: NEGATIVE }, 2),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the answer has an impossible length, after the commit',
    fault: insert({ replyAfter: NEGATIVE }, 2),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the answer is a broken document, before the commit',
    fault: insert({ replyInstead: BROKEN }, 2),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the answer is a broken document, after the commit',
    fault: insert({ replyAfter: BROKEN }, 2),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the answer is an empty document, after the commit',
    fault: insert({ replyAfter: {} }),
    answer: 'signed up',
    stored: 1,
  },
];

const slow: readonly Scenario[] = [
  {
    name: 'the server is slow before the commit',
    ...once('hold', ({ line }) => line.restore()),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server is slow after the commit',
    ...once('hold after', ({ line }) => line.restore()),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server is slower than the deadline, before the commit',
    router: HASTY,
    fault: insert('hold'),
    answer: UNAVAILABLE,
    stored: 0,
    later: 1,
  },
  {
    name: 'the server is slower than the deadline, after the commit',
    router: HASTY,
    fault: insert('hold after'),
    answer: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the server hangs for good before the commit',
    on: 'standalone',
    router: HASTY,
    fault: insert('hold'),
    answer: UNAVAILABLE,
    stored: 0,
    recover: restart,
  },
  {
    name: 'the server hangs for good before the commit, and the driver tries again at the next',
    on: 'replica set',
    router: HASTY,
    fault: insert('hold'),
    answer: UNAVAILABLE,
    stored: 0,
    later: 1,
    recover: restart,
  },
  {
    name: 'the server hangs for good after the commit',
    router: HASTY,
    fault: insert('hold after'),
    answer: UNAVAILABLE,
    stored: 1,
    recover: restart,
  },
  {
    name: 'the server hangs whatever it is asked',
    router: HASTY,
    fault: ({ line }) => {
      line.fail('*', 'hold', Number.POSITIVE_INFINITY);
    },
    answer: UNAVAILABLE,
    stored: 0,
    later: 1,
  },
  {
    name: 'the server hangs before the commit, with socketTimeoutMS',
    on: 'standalone',
    driver: SOCKET,
    fault: insert('hold'),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server hangs before the commit, with socketTimeoutMS',
    on: 'replica set',
    driver: SOCKET,
    fault: insert('hold'),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server hangs after the commit, with socketTimeoutMS',
    driver: SOCKET,
    fault: insert('hold after'),
    answer: 'signed up',
    stored: 1,
  },
];

const killed: readonly Scenario[] = [
  {
    name: 'the server is killed before the sign-up, with serverSelectionTimeoutMS',
    driver: PATIENCE,
    fault: ({ line }) => line.cut(),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is killed before the sign-up, and the driver waits for the next',
    router: HASTY,
    async fault({ line, connection }) {
      const noticed = nextEvent(connection.getClient(), 'serverDescriptionChanged');
      await line.cut();
      await noticed;
    },
    answer: UNAVAILABLE,
    stored: 0,
    later: 1,
  },
  {
    name: 'the server is killed before the commit',
    driver: PATIENCE,
    ...once('hold', ({ line }) => line.cut()),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is killed after the commit',
    driver: PATIENCE,
    ...once('hold after', ({ line }) => line.cut()),
    answer: UNAVAILABLE,
    stored: 1,
  },
  {
    name: 'the server is killed before the commit and started again',
    on: 'standalone',
    ...once('hold', restart),
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'the server is killed before the commit and started again',
    on: 'replica set',
    ...once('hold', restart),
    answer: 'signed up',
    stored: 1,
  },
  {
    name: 'the server is killed after the commit and started again',
    ...once('hold after', restart),
    answer: 'signed up',
    stored: 1,
  },
];

const exhausted: readonly Scenario[] = [
  {
    name: 'all connections are in use, with waitQueueTimeoutMS',
    driver: { maxPoolSize: 1, waitQueueTimeoutMS: 500 },
    ...occupied,
    answer: UNAVAILABLE,
    stored: 0,
  },
  {
    name: 'all connections are in use, and the driver waits for one',
    driver: { maxPoolSize: 1 },
    router: HASTY,
    ...occupied,
    answer: UNAVAILABLE,
    stored: 0,
    later: 1,
  },
];

const reopen = ({ connection, line }: Site) =>
  connection.openUri(line.uri, { dbName: connection.name });

const closed: readonly Scenario[] = [
  {
    name: 'the host has closed its connection',
    fault: ({ connection }) => connection.close(),
    answer: UNAVAILABLE,
    stored: 0,
    recover: reopen,
  },
  {
    name: 'the host has closed its connection, with bufferCommands: false',
    driver: { bufferCommands: false },
    fault: ({ connection }) => connection.close(),
    answer: UNAVAILABLE,
    stored: 0,
    recover: reopen,
  },
  {
    name: 'the host closes its connection before the commit',
    driver: { bufferCommands: false },
    ...once('hold', ({ connection }) => connection.close()),
    answer: UNAVAILABLE,
    stored: 0,
    recover: reopen,
  },
  {
    name: 'the host closes its connection after the commit',
    driver: { bufferCommands: false },
    ...once('hold after', ({ connection, line }) => {
      // Closing takes a while, in which the driver still asks.
      line.fail('find', 'drop before', Number.POSITIVE_INFINITY);
      return connection.close();
    }),
    answer: UNAVAILABLE,
    stored: 1,
    recover: reopen,
  },
];

/** What may happen to the database while it is given a user. */
export const SIGN_UP_FAULTS: Readonly<Record<string, readonly Scenario[]>> = {
  'something is taken': taken,
  'the line is cut': dropped,
  'the server refuses': said,
  'the server answers nonsense': garbled,
  'the server takes its time': slow,
  'the server is killed': killed,
  'the connections are used up': exhausted,
  'the connection is closed': closed,
};
