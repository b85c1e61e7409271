import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { TemporarilyUnavailableError, type User, userModel } from 'express-dbconnections';
import mongoose, { type Connection, type ConnectOptions, type Model } from 'mongoose';
import { UniqueIndexes } from '../../lib/users/unique-indexes';
import type { DatabaseLine } from '../support/database-line';
import { protocolFailure } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

// The machine may be busy.
jest.setTimeout(30_000);

const { database } = apps;
const started: UniqueIndexes[] = [];
let count = 0;

afterEach(() => {
  for (const indexes of started.splice(0)) {
    indexes.stop();
  }
});

function freshModel(connection: Connection): Model<User> {
  count += 1;
  return userModel(connection, { name: `Indexed${count}`, collection: `indexed_${count}` });
}

function uniqueIndexes(model: Model<User>): UniqueIndexes {
  const indexes = new UniqueIndexes(model);
  started.push(indexes);
  return indexes;
}

async function overLine(
  options: ConnectOptions = {},
): Promise<{ line: DatabaseLine; model: Model<User> }> {
  const line = await database.line();
  return { line, model: freshModel(await database.connect(options, line)) };
}

async function expectBuilt(model: Model<User>): Promise<void> {
  const unique = (await model.listIndexes()).filter((index) => index.unique);
  expect(unique.map(({ key }) => Object.keys(key).join()).sort()).toEqual([
    'connection,email',
    'connection,username',
  ]);
}

const DUPLICATES = [1, 2].map(() => ({
  connection: 'DB',
  email: 'a@example.com',
  email_verified: false,
  password_hash: 'x',
}));

const UNAVAILABLE = protocolFailure(
  503,
  'temporarily_unavailable',
  'The service is temporarily unavailable. Try again later.',
  { 'retry-after': '1' },
);

describe('assertReady()', () => {
  it('resolves when the indexes exist', async () => {
    const model = freshModel(await database.connect());
    const indexes = uniqueIndexes(model);
    await indexes.ensure();

    await indexes.assertReady();

    await expectBuilt(model);
  });

  it('waits while the indexes are being built', async () => {
    const { line, model } = await overLine();
    const indexes = uniqueIndexes(model);
    const asked = line.fail('createIndexes', 'hold');
    indexes.ensure();
    await asked;

    const ready = indexes.assertReady();
    await line.restore();

    await ready;
    await expectBuilt(model);
  });

  it('rejects with a 503 after a second', async () => {
    const { line, model } = await overLine();
    const indexes = uniqueIndexes(model);
    line.fail('createIndexes', 'hold');
    const built = indexes.ensure();
    const start = performance.now();

    await expect(indexes.assertReady()).rejects.toThrow(TemporarilyUnavailableError);

    expect(performance.now() - start).toBeGreaterThan(990);
    await line.restore();
    await built;
    await indexes.assertReady();
  });

  it('rejects with a 503 and its cause once an attempt has failed', async () => {
    const { line, model } = await overLine();
    const indexes = uniqueIndexes(model);
    const down = { ok: 0, code: 91, codeName: 'ShutdownInProgress', errmsg: 'shutting down' };
    line.fail('createIndexes', { replyInstead: down }, Infinity);
    indexes.ensure().catch(() => undefined);

    await expect(indexes.assertReady()).rejects.toMatchObject({ status: 503, cause: { code: 91 } });
  });
});

it('assertReady() keeps nothing of the sign-ups that it has refused', async () => {
  const line = await database.line();
  await line.cut();
  const indexes = uniqueIndexes(freshModel(database.open({}, line)));
  indexes.ensure().catch(() => undefined);
  const warn = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const refuse = (count: number) =>
    Promise.allSettled(Array.from({ length: count }, () => indexes.assertReady()));
  await refuse(5000);
  const before = heapUsed();

  await refuse(5000);
  await refuse(5000);

  expect(heapUsed() - before).toBeLessThan(2e6);
  expect(warn).not.toHaveBeenCalled();
  warn.mockRestore();
}, 60_000);

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}

describe('the attempts', () => {
  it('begin as soon as a server that was down is up', async () => {
    const line = await database.line();
    await line.cut();
    const connection = database.open({}, line);
    const model = freshModel(connection);
    const built = uniqueIndexes(model).ensure();

    await line.restore();

    await built;
    await expectBuilt(model);
  });

  it('begin when the host connects, however late', async () => {
    const connection = mongoose.createConnection();
    const model = freshModel(connection);
    const built = uniqueIndexes(model).ensure();

    await connection.openUri(database.uri, { dbName: database.dbName });

    await built;
    await expectBuilt(model);
    await connection.close();
  });

  it('go on after one that failed half-way', async () => {
    const { line, model } = await overLine();
    const dropped = line.fail('createIndexes', 'drop before');

    await uniqueIndexes(model).ensure();

    await dropped;
    await expectBuilt(model);
  });

  it('go on after one whose reply was lost', async () => {
    const { line, model } = await overLine();
    const dropped = line.fail('createIndexes', 'drop after', 2);

    await uniqueIndexes(model).ensure();

    await dropped;
    await expectBuilt(model);
  });

  it('are shared by all callers that wait, and by no later one', async () => {
    const model = freshModel(await database.connect({ monitorCommands: true }));
    let built = 0;
    model.db.getClient().on('commandStarted', ({ commandName }) => {
      built += commandName === 'createIndexes' ? 1 : 0;
    });
    const indexes = uniqueIndexes(model);

    await Promise.all([indexes.ensure(), indexes.ensure(), indexes.ensure()]);
    expect(built).toBe(2);

    await indexes.ensure();
    expect(built).toBe(4);
  });

  it('accept indexes that exist already', async () => {
    const model = freshModel(await database.connect());
    await uniqueIndexes(model).ensure();

    await uniqueIndexes(model).ensure();

    await expectBuilt(model);
  });

  it('do not go on after a permanent error', async () => {
    const { line, model } = await overLine();
    const indexes = uniqueIndexes(model);
    const forbidden = { ok: 0, code: 13, codeName: 'Unauthorized', errmsg: 'not authorized' };
    line.fail('createIndexes', { replyInstead: forbidden }, 2);

    await expect(indexes.ensure()).rejects.toMatchObject({ code: 13 });
    await expect(indexes.assertReady()).rejects.toMatchObject({ status: 503, cause: { code: 13 } });

    await indexes.ensure();
    await indexes.assertReady();
  });

  it.each([
    ['before the server is up', (line: DatabaseLine) => line.cut()],
    [
      'between two attempts',
      (line: DatabaseLine) => line.fail('createIndexes', 'drop before', Infinity),
    ],
  ])('end with stop(): %s', async (_when, spoil) => {
    const line = await database.line();
    const connection = database.open({ serverSelectionTimeoutMS: 5000 }, line);
    const spoilt = spoil(line);
    const indexes = uniqueIndexes(freshModel(connection));
    const built = indexes.ensure();
    await spoilt;

    indexes.stop();

    await expect(built).rejects.toMatchObject({ name: 'AbortError' });
    await expect(indexes.ensure()).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leave no listener behind', async () => {
    const line = await database.line();
    await line.cut();
    const connection = database.open({}, line);
    const listeners = () => ['connected', 'close'].map((event) => connection.listenerCount(event));
    const before = listeners();

    const stopped = uniqueIndexes(freshModel(connection));
    const ended = stopped.ensure();
    expect(listeners()).not.toEqual(before);
    stopped.stop();
    await expect(ended).rejects.toThrow();
    expect(listeners()).toEqual(before);

    const built = uniqueIndexes(freshModel(connection)).ensure();
    await line.restore();
    await built;
    expect(listeners()).toEqual(before);
  });
});

describe('duplicates among the stored users', () => {
  it('prevent the indexes until one of them is deleted', async () => {
    const users = freshModel(await database.connect());
    await users.collection.insertMany(DUPLICATES.map((one) => ({ ...one })) as never);
    const app = await apps.start({ users });

    const refused = await app.router.ready().catch((error: unknown) => error);
    expect(String(refused)).toMatch(
      /^Error: express-dbconnections: unique indexes cannot be built\n2 stored users share connection, email with another one; find them:\ndb\.getCollection\("\w+"\)\.aggregate\(.*\)$/,
    );
    await expectRefusal(app, { ...REQUEST, email: 'b@example.com' }, UNAVAILABLE);
    expect(app.errors).toMatchObject([{ name: 'TemporarilyUnavailableError', cause: refused }]);
    expect(inspect([refused, app.errors], { depth: Infinity })).not.toContain('a@example.com');

    await users.collection.deleteOne({ email: 'a@example.com' });
    await app.router.ready();
    await expectBuilt(users);
    await expectSignup(app, { ...REQUEST, email: 'b@example.com' });
  });
});

it('duplicates that only the server finds are reported without its message', async () => {
  const { line, model } = await overLine();
  const duplicate = { ok: 0, code: 11000, errmsg: 'E11000 dup key: { email: "a@example.com" }' };
  line.fail('createIndexes', { replyInstead: duplicate }, 2);

  await expect(uniqueIndexes(model).ensure()).rejects.toEqual(
    new Error('express-dbconnections: unique indexes cannot be built'),
  );
});

describe('with autoIndex: false', () => {
  const LINES = (name: string) =>
    ['email', 'username'].map(
      (field) =>
        `db.getCollection("${name}").createIndex({"connection":1,"${field}":1}, ` +
        `{"unique":true,"partialFilterExpression":{"${field}":{"$exists":true}}})`,
    );

  it.each<[string, () => Promise<Connection>]>([
    ['of the connection', () => database.connect({ autoIndex: false })],
    [
      'of Mongoose globally',
      async () => {
        const theirs = new mongoose.Mongoose().set('autoIndex', false);
        return theirs.createConnection(database.uri, { dbName: database.dbName }).asPromise();
      },
    ],
  ])('%s the indexes are not built, but required', async (_whose, connect) => {
    const users = freshModel(await connect());
    const app = await apps.start({ users });

    await expect(app.router.ready()).rejects.toEqual(
      new Error(
        [
          'express-dbconnections: unique indexes are missing; create them:',
          ...LINES(users.collection.name),
        ].join('\n'),
      ),
    );
    expect((await app.post(REQUEST)).status).toBe(503);
    expect(await users.db.listCollections()).not.toContainEqual(
      expect.objectContaining({ name: users.collection.name }),
    );

    await users.createIndexes();
    await app.router.ready();
    await expectSignup(app, REQUEST);
    await users.db.close();
  });

  it('the indexes are built if the connection overrides the global setting', async () => {
    const theirs = new mongoose.Mongoose().set('autoIndex', false);
    const connection = theirs.createConnection(database.uri, {
      dbName: database.dbName,
      autoIndex: true,
    });
    const model = freshModel(await connection.asPromise());

    await uniqueIndexes(model).ensure();

    await expectBuilt(model);
    await connection.close();
  });

  it('an index with another filter does not count', async () => {
    const model = freshModel(await database.connect({ autoIndex: false }));
    await model.collection.createIndex({ connection: 1, email: 1 }, { unique: true });
    await model.collection.createIndex(
      { connection: 1, username: 1 },
      { unique: true, sparse: true },
    );

    const refused = uniqueIndexes(model).ensure();

    for (const line of LINES(model.collection.name)) {
      await expect(refused).rejects.toThrow(line);
    }
  });

  it('duplicates are reported with the lines, which would fail', async () => {
    const model = freshModel(await database.connect({ autoIndex: false }));
    await model.collection.insertMany(DUPLICATES.map((one) => ({ ...one })) as never);

    const refused = await uniqueIndexes(model)
      .ensure()
      .catch((error: unknown) => String(error));

    expect(refused).toContain(LINES(model.collection.name).join('\n'));
    expect(refused).toContain('\n2 stored users share connection, email with another one;');
    expect(refused).not.toContain('a@example.com');
  });

  it('an index that is being built keeps sign-ups out until it is ready', async () => {
    const { line, model } = await overLine({ autoIndex: false });
    await model.createIndexes();
    const firstBatch = (await model.listIndexes()).map((spec) => ({
      spec,
      buildUUID: new mongoose.mongo.BSON.UUID(),
    }));
    const asked = line.fail('listIndexes', { replyInstead: { ok: 1, cursor: { firstBatch } } });
    const indexes = uniqueIndexes(model);
    const built = indexes.ensure();
    await asked;

    await expect(indexes.assertReady()).rejects.toMatchObject({
      status: 503,
      cause: { cause: new Error('An index is being built') },
    });
    await built;
    await indexes.assertReady();
  });

  it('an index of the host that is being built does not keep sign-ups out', async () => {
    const { line, model } = await overLine({ autoIndex: false });
    await model.createIndexes();
    const own = { spec: { key: { created_at: 1 } }, buildUUID: new mongoose.mongo.BSON.UUID() };
    const firstBatch = [...(await model.listIndexes()), own];
    const asked = line.fail('listIndexes', { replyInstead: { ok: 1, cursor: { firstBatch } } });

    await uniqueIndexes(model).ensure();

    await asked;
  });

  it('a server that does not reply gets the command again', async () => {
    const { line, model } = await overLine({ autoIndex: false, retryReads: false });
    await model.createIndexes();
    const dropped = line.fail('listIndexes', 'drop before');

    await uniqueIndexes(model).ensure();

    await dropped;
  });
});

describe('a router whose server is down', () => {
  it('responds with a 503 within two seconds, and accepts sign-ups as soon as it is up', async () => {
    const line = await database.line();
    await line.cut();
    const users = freshModel(database.open({}, line));
    const app = await apps.start({ users });
    const ready = app.router.ready();

    const start = performance.now();
    const response = await app.post(REQUEST);
    expect(performance.now() - start).toBeLessThan(2000);
    expect({ status: response.status, text: response.text }).toEqual({
      status: 503,
      text: JSON.stringify(UNAVAILABLE.body),
    });

    await line.restore();
    await ready;
    await expectSignup(app, REQUEST);
  });

  it('ends ready() when it is closed', async () => {
    const line = await database.line();
    await line.cut();
    const users = freshModel(database.open({}, line));
    const app = await apps.start({ users });
    const ready = app.router.ready();
    const refused = expect(ready).rejects.toMatchObject({ name: 'AbortError' });

    await app.router.close();

    await refused;
  });
});
