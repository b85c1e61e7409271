import { type User, userModel } from 'express-dbconnections';
import type { Connection, Model, Schema } from 'mongoose';
import { duplicateUsers, uniqueIndexesOf } from '../../lib/users/duplicate-users';
import { useDatabase } from '../support/use-database';

const database = useDatabase();
let connection: Connection;
let count = 0;

beforeAll(async () => {
  connection = await database.connect();
});

function freshModel(extend?: (schema: Schema) => void): Model<User> {
  count += 1;
  const names = { name: `Duplicate${count}`, collection: `duplicates_${count}` };
  return userModel(connection, { ...names, ...(extend && { extend }) });
}

/** Stores users past Mongoose and its schema, as another program would. */
async function store(model: Model<User>, users: readonly object[]): Promise<void> {
  await model.collection.insertMany(users.map((user) => ({ connection: 'DB', ...user })) as never);
}

const find = (model: Model<User>, pipeline: readonly object[]) =>
  `db.getCollection("${model.collection.name}").aggregate(${JSON.stringify(pipeline)}, {"allowDiskUse":true})`;

/** The line that finds the users who share `field` and their connection. */
const findBy = (model: Model<User>, field: string) =>
  find(model, [
    { $match: { [field]: { $exists: true } } },
    {
      $group: {
        _id: ['$connection', `$${field}`],
        count: { $sum: 1 },
        users: { $push: '$_id' },
      },
    },
    { $match: { count: { $gt: 1 } } },
  ]);

const duplicatesOf = (model: Model<User>) => duplicateUsers(model, uniqueIndexesOf(model));

describe('duplicateUsers()', () => {
  it('finds none in an empty collection, or without a collection', async () => {
    expect(await duplicatesOf(freshModel())).toBe('');
  });

  it('finds none if equal values are on different connections, or missing', async () => {
    const model = freshModel();
    await store(model, [
      { email: 'a@example.com' },
      { email: 'b@example.com' },
      { connection: 'DB2', email: 'a@example.com' },
      {},
      {},
    ]);

    expect(await duplicatesOf(model)).toBe('');
  });

  it('counts all of them for each index', async () => {
    const model = freshModel();
    await store(model, [
      { email: 'a@example.com', username: 'one' },
      { email: 'a@example.com', username: 'two' },
      { email: 'a@example.com', username: 'three' },
      { email: 'b@example.com' },
      { email: 'b@example.com' },
      { email: 'c@example.com', username: 'one' },
    ]);

    expect(await duplicatesOf(model)).toBe(
      [
        '',
        '5 stored users share connection, email with another one; find them:',
        findBy(model, 'email'),
        '2 stored users share connection, username with another one; find them:',
        findBy(model, 'username'),
      ].join('\n'),
    );
  });

  it('returns a line that finds them', async () => {
    const model = freshModel();
    await store(model, [
      { _id: 1, email: 'a@example.com' },
      { _id: 2, email: 'b@example.com' },
      { _id: 3, email: 'a@example.com' },
    ]);

    const [, pipeline = '', options = ''] =
      /aggregate\((\[.*\]), (\{.*?\})\)$/.exec(await duplicatesOf(model)) ?? [];
    const found = await model.collection
      .aggregate(JSON.parse(pipeline), JSON.parse(options))
      .toArray();

    expect(found).toEqual([{ _id: ['DB', 'a@example.com'], count: 2, users: [1, 3] }]);
  });

  it("checks the host's own indexes, sparse or not", async () => {
    const model = freshModel((schema) => {
      schema.add({ phone: String, badge: String });
      schema.index({ phone: 1 }, { unique: true, sparse: true });
      schema.index({ badge: 1 }, { unique: true });
    });
    await store(model, [{ phone: '1', badge: 'a' }, { phone: '1', badge: 'b' }, {}, {}, {}]);

    const duplicates = await duplicatesOf(model);

    expect(duplicates).toContain('2 stored users share phone with another one');
    expect(duplicates).toContain('{"$match":{"$or":[{"phone":{"$exists":true}}]}}');
    expect(duplicates).toContain('3 stored users share badge with another one');
  });
});

it('uses the collation of the index', async () => {
  const collation = { locale: 'en', strength: 2 };
  const line = await database.line();
  const own = await database.connect({}, line);
  const model = userModel(own, {
    extend: (schema) => schema.index({ nickname: 1 }, { unique: true, collation }),
  });
  const result = { ok: 1, cursor: { id: 0n, ns: 'x.y', firstBatch: [{ _id: null, count: 2 }] } };
  line.fail('aggregate', { replyInstead: result });

  const indexes = uniqueIndexesOf(model).filter(([key]) => 'nickname' in key);
  expect(await duplicateUsers(model, indexes)).toMatch(
    /, \{"allowDiskUse":true,"collation":\{"locale":"en","strength":2\}\}\)$/,
  );
});

it.each([
  ['the account may not count them', { ok: 0, code: 13, errmsg: 'not allowed' }],
  ['counting takes too long', { ok: 0, code: 50, errmsg: 'too long' }],
])('leaves the count to the host if %s', async (_why, answer) => {
  const line = await database.line();
  const model = userModel(await database.connect({}, line), { collection: 'uncounted' });
  line.fail('aggregate', { replyInstead: answer }, 2);

  const lines = (await duplicatesOf(model)).split('\n');

  expect(lines).toEqual([
    '',
    'Perhaps some stored users share connection, email with another one; find them:',
    findBy(model, 'email'),
    'Perhaps some stored users share connection, username with another one; find them:',
    findBy(model, 'username'),
  ]);
});
