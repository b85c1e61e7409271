import type { MongoDBServer } from 'express-dbconnections/testing';
import type { Connection } from 'mongoose';
import { runCommand, useServers } from './use-servers';
import { userModel } from './user-schema';

const databases = useServers();
let database: MongoDBServer;
let connection: Connection;

beforeEach(async () => {
  database = await databases.start();
  connection = await databases.connect(database);
});

const emailIndex = {
  key: { connection: 1, email: 1 },
  name: 'connection_1_email_1',
  unique: true,
  partialFilterExpression: { email: { $exists: true } },
};

describe("the user model's two unique indexes", () => {
  it('are built and listed', async () => {
    const User = userModel(connection);
    await User.init();
    expect(await User.collection.indexes()).toEqual([
      { v: 2, key: { _id: 1 }, name: '_id_' },
      { v: 2, ...emailIndex },
      {
        v: 2,
        key: { connection: 1, username: 1 },
        name: 'connection_1_username_1',
        unique: true,
        partialFilterExpression: { username: { $exists: true } },
      },
    ]);
  });

  it('give a real E11000', async () => {
    const User = userModel(connection);
    await User.init();
    await User.create({ connection: 'DB', email: 'a@b.co' });
    const error = await User.create({ connection: 'DB', email: 'a@b.co' }).catch((e) => e);
    expect(error).toMatchObject({
      name: 'MongoServerError',
      code: 11000,
      keyPattern: { connection: 1, email: 1 },
      keyValue: { connection: 'DB', email: 'a@b.co' },
      message:
        'E11000 duplicate key error collection: example-app.users index: connection_1_email_1 ' +
        'dup key: { connection: "DB", email: "a@b.co" }',
    });
  });

  it('let two users without a username into one connection, and one of each name', async () => {
    const User = userModel(connection);
    await User.init();
    await User.create({ connection: 'DB', email: 'a@b.co' });
    await User.create({ connection: 'DB', email: 'b@b.co' });
    await User.create({ connection: 'DB', email: 'c@b.co', username: 'c' });
    await User.create({ connection: 'DB2', email: 'c@b.co', username: 'c' });
    await expect(
      User.create({ connection: 'DB', email: 'd@b.co', username: 'c' }),
    ).rejects.toMatchObject({ code: 11000, keyPattern: { connection: 1, username: 1 } });
    expect(await User.countDocuments()).toBe(4);
  });

  it.each([
    ['in memory', async () => database],
    ['in a file', async () => databases.start({ file: await databases.newFile() })],
  ])(
    'give one of 50 equal users that come at once by several connections, %s',
    async (_, start) => {
      const server = await start();
      const clients = await Promise.all([1, 2, 3, 4].map(() => databases.connect(server)));
      const models = clients.map(userModel);
      await models[0]?.init();
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_, index) =>
          models[index % models.length]?.create({ connection: 'DB', email: 'a@b.co' }),
        ),
      );
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      const codes = results.flatMap((result) =>
        result.status === 'rejected' ? [result.reason.code] : [],
      );
      expect(new Set(codes)).toEqual(new Set([11000]));
      expect(await models[0]?.countDocuments()).toBe(1);
    },
  );
});

describe('a batch of inserts', () => {
  const documents = [1, 2, 1, 3, 2].map((_id) => ({ _id }));

  it('ends at the first error if it is ordered', async () => {
    expect(await runCommand(connection, { insert: 'things', documents })).toMatchObject({
      n: 2,
      writeErrors: [{ index: 2, code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 1 } }],
    });
  });

  it('does what it can if it is not', async () => {
    const command = { insert: 'things', documents, ordered: false };
    const { n, writeErrors } = await runCommand(connection, command);
    expect(n).toBe(3);
    expect(writeErrors).toMatchObject([{ index: 2 }, { index: 4 }]);
  });
});
