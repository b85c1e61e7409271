import { type User, userModel } from 'express-dbconnections';
import mongoose, { type Connection, type ConnectOptions, type Model, type Schema } from 'mongoose';
import { UniqueIndexes } from '../../lib/users/unique-indexes';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import { storedUsers } from '../support/stored-users';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const { database } = apps;
let count = 0;

function freshModel(connection: Connection, extend?: (schema: Schema) => void): Model<User> {
  count += 1;
  const names = { name: `Ready${count}`, collection: `ready_${count}` };
  return userModel(connection, { ...names, ...(extend && { extend }) });
}

const connect = (options?: ConnectOptions) => database.connect(options);

/** The error of a check of the indexes. */
async function refusal(users: Model<User>): Promise<string> {
  const indexes = new UniqueIndexes(users);
  const error = await indexes.ensure().catch((caught: unknown) => caught);
  indexes.stop();
  return String(error);
}

describe('ready() looks each time it is called', () => {
  it.each<[string, (users: Model<User>) => Promise<unknown>]>([
    ['the database was dropped', (users) => users.db.dropDatabase()],
    ['the collection was dropped', (users) => users.collection.drop()],
    ['the indexes were dropped', (users) => users.collection.dropIndexes()],
  ])('and builds the indexes again after %s', async (_what, drop) => {
    const own = await mongoose
      .createConnection(database.uri, { dbName: `${database.dbName}_${count}` })
      .asPromise();
    const app = await apps.start({ users: freshModel(own) });
    await app.router.ready();

    await drop(app.users);
    await app.router.ready();

    const statuses = await Promise.all([app.post(REQUEST), app.post(REQUEST)]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect(await storedUsers(app)).toHaveLength(1);
    await own.dropDatabase();
    await own.close();
  });

  it('and rejects when they are gone and cannot be built; sign-ups get a 503 then', async () => {
    const app = await apps.start({ users: freshModel(await connect()) });
    await app.router.ready();
    await app.users.collection.dropIndexes();
    const user = { connection: 'DB', email: 'a@example.com' };
    await app.users.collection.insertMany([{ ...user }, { ...user }] as never);

    await expect(app.router.ready()).rejects.toThrow('unique indexes cannot be built');

    expectFailure(await app.post({ ...REQUEST, email: 'b@example.com' }), UNAVAILABLE);
  });

  it('and after an attempt that had begun before the call', async () => {
    const line = await database.line();
    const users = freshModel(await database.connect({}, line));
    const indexes = new UniqueIndexes(users);
    const asked = line.fail('createIndexes', 'hold after');
    const first = indexes.ensure();
    await asked;
    const control = await connect();
    await control.collection(users.collection.name).drop();

    const later = Promise.all([indexes.ensure(), indexes.ensure()]);
    await line.restore();
    await Promise.allSettled([first, later]);
    await later;

    expect(await users.listIndexes()).toHaveLength(3);
  });

  it('and lets sign-ups through while the server is down for a moment', async () => {
    const line = await database.line();
    const users = freshModel(await database.connect({}, line));
    const indexes = new UniqueIndexes(users);
    await indexes.ensure();
    const shutdown = { replyInstead: { ok: 0, code: 91, errmsg: 'shutting down' } };
    const failed = line.fail('createIndexes', shutdown, Infinity);
    const again = indexes.ensure();
    await failed;

    await indexes.assertReady();

    await line.restore();
    await again;
  });
});

describe('ready() rejects', () => {
  it.each<[string, () => Promise<Model<User>>]>([
    ['of the connection', async () => freshModel(await connect({ writeConcern: { w: 0 } }))],
    [
      'of the schema',
      async () => freshModel(await connect(), (schema) => schema.set('writeConcern', { w: 0 })),
    ],
  ])('with the write concern w: 0 %s, and sign-ups get a 503', async (_of, make) => {
    const app = await apps.start({ users: await make() });

    await expect(app.router.ready()).rejects.toThrow(
      'with the write concern w: 0 the server does not acknowledge inserts',
    );

    expectFailure(await app.post(REQUEST), UNAVAILABLE);
    expect(app.errors).toMatchObject([{ cause: { message: expect.stringContaining('w: 0') } }]);
  });

  it('with the lines that replace an index without the filter', async () => {
    const users = freshModel(await connect());
    const { collection } = users;
    await collection.createIndex({ connection: 1, email: 1 }, { unique: true });

    const message = await refusal(users);

    const name = JSON.stringify(collection.name);
    expect(message).toContain(
      [
        `db.getCollection(${name}).dropIndex("connection_1_email_1")`,
        `db.getCollection(${name}).createIndex({"connection":1,"email":1}, ` +
          '{"unique":true,"partialFilterExpression":{"email":{"$exists":true}}})',
      ].join('\n'),
    );
    await collection.dropIndex('connection_1_email_1');
    expect(await refusal(users)).toBe('undefined');
  });

  it("with the server's error if another index of the host is in the way", async () => {
    const users = freshModel(await connect(), (schema) => schema.index({ created_at: 1 }));
    await users.collection.createIndex({ created_at: 1 }, { sparse: true });

    expect(await refusal(users)).toContain('An existing index has the same name');
  });

  it('with the cause when Mongoose builds no indexes because of readPreference', async () => {
    const uri = new URL(database.uri);
    uri.searchParams.set('readPreference', 'secondaryPreferred');
    const connection = await mongoose
      .createConnection(String(uri), { dbName: database.dbName })
      .asPromise();
    const users = freshModel(connection);

    expect(await refusal(users)).toContain(
      'unique indexes are missing, and Mongoose builds none with readPreference=secondaryPreferred; create them:',
    );
    await connection.close();
  });

  it.each<[Record<string, 1>, object, string]>([
    [{ phone: 1 }, {}, 'phone_1'],
    [{ connection: 1 }, {}, 'connection_1'],
    [{ connection: 1, phone: 1 }, { sparse: true }, 'connection_1_phone_1'],
  ])('with a unique index that refuses all sign-ups but the first: %j', async (key, more, name) => {
    const users = freshModel(await connect());
    await users.collection.createIndex(key, { unique: true, ...more });

    const message = await refusal(users);

    expect(message).toContain(`the unique index of ${Object.keys(key).join(', ')} refuses`);
    expect(message).toContain(`.dropIndex("${name}")`);
    await users.collection.dropIndex(name);
    expect(await refusal(users)).toBe('undefined');
  });
});

it.each<[Record<string, 1>, object]>([
  [{ email: 1 }, { unique: true }],
  [{ username: 1 }, { unique: true }],
  [{ phone: 1 }, { unique: true, sparse: true }],
  [{ phone: 1 }, { unique: true, partialFilterExpression: { phone: { $exists: true } } }],
  [{ phone: 1 }, {}],
  [{ badge: 1 }, { unique: true }],
])('ready() accepts an index that sign-ups can satisfy: %j, %j', async (key, options) => {
  const users = freshModel(await connect(), (schema) =>
    schema.add({ badge: { type: String, default: () => String(Math.random()) } }),
  );
  await users.collection.createIndex(key, options);

  expect(await refusal(users)).toBe('undefined');
});
