import { type User, userModel } from 'express-dbconnections';
import type { Connection, Model, Schema } from 'mongoose';
import { requireIndexes } from '../../lib/users/require-indexes';
import { useDatabase } from '../support/use-database';

const database = useDatabase();
let connection: Connection;
let count = 0;

beforeAll(async () => {
  connection = await database.connect({ autoIndex: false });
});

function freshModel(extend?: (schema: Schema) => void, on = connection): Model<User> {
  count += 1;
  return userModel(on, {
    name: `User${count}`,
    collection: `users_${count}`,
    ...(extend && { extend }),
  });
}

const partial = (field: string) => ({
  unique: true,
  partialFilterExpression: { [field]: { $exists: true } },
});

/** The line for the mongo shell that builds the index. */
const line = (model: Model<User>, field: string) =>
  `db.${model.collection.name}.createIndex({"connection":1,"${field}":1}, ` +
  `{"unique":true,"partialFilterExpression":{"${field}":{"$exists":true}}})`;

const missing = (...lines: string[]) =>
  new Error(`express-dbconnections: unique indexes are missing; create them:\n${lines.join('\n')}`);

describe('the unique indexes', () => {
  it('are there when Mongoose has built them', async () => {
    const model = freshModel();
    await model.createIndexes();

    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });

  it('are there when somebody has built them by hand, under any name and beside others', async () => {
    const model = freshModel();
    await model.collection.createIndex({ email: 1 }, { name: 'mine' });
    await model.collection.createIndex(
      { connection: 1, username: 1 },
      { ...partial('username'), name: 'b' },
    );
    await model.collection.createIndex(
      { connection: 1, email: 1 },
      { ...partial('email'), name: 'a' },
    );

    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });

  it('are told with the lines that build them when there is not even a collection', async () => {
    const model = freshModel();

    await expect(requireIndexes(model)).rejects.toEqual(
      missing(line(model, 'email'), line(model, 'username')),
    );
  });

  it('stand once those lines have been run', async () => {
    const model = freshModel();
    const message = String(await requireIndexes(model).catch((error: unknown) => error));

    for (const [, key = '', options = ''] of message.matchAll(
      /createIndex\((\{.*?\}), (\{.*\})\)/g,
    )) {
      await model.collection.createIndex(JSON.parse(key), JSON.parse(options));
    }

    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });

  it('are told one by one', async () => {
    const model = freshModel();
    await model.collection.createIndex({ connection: 1, email: 1 }, partial('email'));

    await expect(requireIndexes(model)).rejects.toEqual(missing(line(model, 'username')));
  });

  it.each<[string, Record<string, 1 | -1>, object]>([
    [
      'is not unique',
      { connection: 1, email: 1 },
      { partialFilterExpression: { email: { $exists: true } } },
    ],
    ['has no filter', { connection: 1, email: 1 }, { unique: true }],
    ['has another filter', { connection: 1, email: 1 }, partial('username')],
    [
      'has a narrower filter',
      { connection: 1, email: 1 },
      {
        unique: true,
        partialFilterExpression: { email: { $exists: true }, username: { $exists: true } },
      },
    ],
    ['has another order', { email: 1, connection: 1 }, partial('email')],
    ['has another direction', { connection: 1, email: -1 }, partial('email')],
    ['has fewer fields', { email: 1 }, partial('email')],
    ['has more fields', { connection: 1, email: 1, username: 1 }, partial('email')],
  ])('are missing where the one that is there %s', async (_title, key, options) => {
    const model = freshModel();
    await model.collection.createIndex(key, options);
    await model.collection.createIndex({ connection: 1, username: 1 }, partial('username'));

    await expect(requireIndexes(model)).rejects.toEqual(missing(line(model, 'email')));
  });
});

describe("the host's own indexes", () => {
  it('are required when they are unique', async () => {
    const model = freshModel((schema) => {
      schema.add({ phone: String });
      schema.index({ phone: 1 }, { unique: true });
    });
    await model.collection.createIndex({ connection: 1, email: 1 }, partial('email'));
    await model.collection.createIndex({ connection: 1, username: 1 }, partial('username'));

    await expect(requireIndexes(model)).rejects.toEqual(
      missing(`db.${model.collection.name}.createIndex({"phone":1}, {"unique":true})`),
    );

    await model.collection.createIndex({ phone: 1 }, { unique: true });
    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });

  it('are told with their own options', async () => {
    const options = { unique: true, sparse: true, collation: { locale: 'en', strength: 2 } };
    const model = freshModel((schema) => {
      schema.add({ phone: String });
      schema.index({ phone: 1 }, options);
    });

    await expect(requireIndexes(model)).rejects.toThrow(
      `db.${model.collection.name}.createIndex({"phone":1}, ${JSON.stringify(options)})`,
    );
  });

  it('are missing where the one that is there is not sparse', async () => {
    const model = freshModel((schema) => {
      schema.add({ phone: String });
      schema.index({ phone: 1 }, { unique: true, sparse: true });
    });
    await model.collection.createIndex({ phone: 1 }, { unique: true });

    await expect(requireIndexes(model)).rejects.toThrow('{"phone":1}');
  });

  it('are not when they are there for speed', async () => {
    const model = freshModel((schema) => schema.index({ created_at: 1 }));
    await model.collection.createIndex({ connection: 1, email: 1 }, partial('email'));
    await model.collection.createIndex({ connection: 1, username: 1 }, partial('username'));

    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });
});

describe('a server that does not list its indexes', () => {
  it.each([
    { code: 13, codeName: 'Unauthorized' },
    { code: 11600, codeName: 'InterruptedAtShutdown' },
  ])('fails with its own error: $codeName', async ({ code, codeName }) => {
    const faulty = await database.line();
    const model = freshModel(
      undefined,
      await database.connect({ autoIndex: false, retryReads: false }, faulty),
    );
    const asked = faulty.fail('listIndexes', { answer: { ok: 0, code, codeName, errmsg: 'no' } });

    await expect(requireIndexes(model)).rejects.toMatchObject({ name: 'MongoServerError', code });
    await asked;
  });
});
