import { type User, userModel } from 'express-dbconnections';
import type { Connection, Model } from 'mongoose';
import { useServer } from './use-servers';

const database = useServer();
const { servers } = database;
let users: Model<User>;

beforeEach(async () => {
  users = await modelOn(database.connection);
});

async function modelOn(connection: Connection): Promise<Model<User>> {
  const model = userModel(connection, { name: 'User', collection: 'users' });
  await model.createIndexes();
  return model;
}

const user = (email: string, fields: Partial<User> = {}) => ({
  connection: 'DB',
  email,
  email_verified: false,
  password_hash: 'x',
  ...fields,
});

describe("the user model's unique indexes", () => {
  it('are built and listed', async () => {
    expect(await users.collection.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      {
        v: 2,
        key: { connection: 1, email: 1 },
        name: 'connection_1_email_1',
        unique: true,
        partialFilterExpression: { email: { $exists: true } },
      },
      {
        v: 2,
        key: { connection: 1, username: 1 },
        name: 'connection_1_username_1',
        unique: true,
        partialFilterExpression: { username: { $exists: true } },
      },
    ]);
  });

  it("give MongoDB's E11000", async () => {
    await users.create(user('a@b.co'));
    await expect(users.create(user('a@b.co'))).rejects.toMatchObject({
      name: 'MongoServerError',
      code: 11000,
      keyPattern: { connection: 1, email: 1 },
      keyValue: { connection: 'DB', email: 'a@b.co' },
      message:
        'E11000 duplicate key error collection: test.users index: connection_1_email_1 ' +
        'dup key: { connection: "DB", email: "a@b.co" }',
    });
  });

  it('allow several users without a username, and one for each username', async () => {
    await users.create(user('a@b.co'));
    await users.create(user('b@b.co'));
    await users.create(user('c@b.co', { username: 'c' }));
    await users.create(user('c@b.co', { username: 'c', connection: 'DB2' }));
    await expect(users.create(user('d@b.co', { username: 'c' }))).rejects.toMatchObject({
      code: 11000,
      keyPattern: { connection: 1, username: 1 },
    });
    expect(await users.countDocuments()).toBe(4);
  });

  it.each([
    ['in memory', async () => database.server],
    ['in a file', async () => servers.start({ file: await servers.newFile() })],
  ])('accept one of 50 equal users from several connections at once, %s', async (_, start) => {
    const server = await start();
    const connections = await Promise.all([1, 2, 3, 4].map(() => servers.connect(server)));
    const models = await Promise.all(connections.map(modelOn));
    const results = await Promise.allSettled(
      Array.from({ length: 50 }, (_, index) =>
        models[index % models.length]?.create(user('a@b.co')),
      ),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason.code] : [],
    );
    expect(new Set(codes)).toEqual(new Set([11000]));
    expect(await models[0]?.countDocuments()).toBe(1);
  });

  it('exist after a restart, as do the users', async () => {
    const file = await servers.newFile();
    const first = await servers.open(file);
    const model = await modelOn(first.connection);
    await model.create(user('a@b.co', { username: 'a' }), user('b@b.co'));
    const [stored, indexes] = [await model.find().lean(), await model.collection.indexes()];
    await first.close();

    const second = await servers.open(file);
    const again = userModel(second.connection, { name: 'User', collection: 'users' });
    expect(await again.collection.indexes()).toEqual(indexes);
    expect(await again.find().lean()).toEqual(stored);
    await expect(again.create(user('a@b.co'))).rejects.toMatchObject({ code: 11000 });
    await expect(again.create(user('c@b.co', { username: 'a' }))).rejects.toMatchObject({
      code: 11000,
    });
    await again.createIndexes();
    await again.create(user('c@b.co'));
  });
});

describe('what hosts do with the user model in their tests', () => {
  it('verifies an e-mail address', async () => {
    await users.create(user('a@b.co'));
    const result = await users.updateOne({ email: 'a@b.co' }, { email_verified: true });
    expect(result).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await users.exists({ email: 'a@b.co', email_verified: true })).not.toBeNull();
  });

  it('changes and saves a document', async () => {
    const document = await users.create(
      user('a@b.co', { name: 'A', user_metadata: { plan: 'free' } as never }),
    );
    document.set('name', undefined).set('user_metadata.plan', 'pro').set('given_name', 'Ada');
    await document.save();
    const [stored] = await users.find().lean();
    expect(stored).toMatchObject({ given_name: 'Ada', user_metadata: { plan: 'pro' } });
    expect(stored).not.toHaveProperty('name');
    await document.deleteOne();
    expect(await users.countDocuments({ connection: 'DB' })).toBe(0);
  });

  it('inserts many users, in order or not', async () => {
    const many = ['a', 'b', 'a', 'c'].map((name) => user(`${name}@b.co`));
    await expect(users.insertMany(many)).rejects.toMatchObject({ code: 11000 });
    expect(await users.countDocuments()).toBe(2);
    await users.deleteMany({});
    await expect(users.insertMany(many, { ordered: false })).rejects.toMatchObject({ code: 11000 });
    expect(await users.countDocuments()).toBe(3);
  });

  it('reads all users through a cursor, without their hashes', async () => {
    await users.insertMany(Array.from({ length: 25 }, (_, n) => user(`${n}@b.co`)));
    const emails: string[] = [];
    for await (const one of users.find().sort({ _id: 1 }).cursor({ batchSize: 10 })) {
      expect(one.password_hash).toBeUndefined();
      emails.push(one.email);
    }
    expect(emails).toHaveLength(25);
    const [first] = await users.find({ email: { $in: ['3@b.co'] } }, '+password_hash');
    expect(first?.password_hash).toBe('x');
  });

  it('empties the database between tests', async () => {
    await users.create(user('a@b.co'));
    await users.deleteMany();
    expect(await users.findOne()).toBeNull();
    await users.collection.dropIndexes();
    await users.collection.drop();
    await database.connection.dropDatabase();
    expect(await database.connection.listCollections()).toEqual([]);
  });
});
