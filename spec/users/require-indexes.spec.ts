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
  `db.getCollection("${model.collection.name}").createIndex({"connection":1,"${field}":1}, ` +
  `{"unique":true,"partialFilterExpression":{"${field}":{"$exists":true}}})`;

// The reply of a server without duplicates; the embedded database has no collations.
const NONE = { ok: 1, cursor: { id: 0n, ns: 'x.y', firstBatch: [] } };

const missing = (...lines: string[]) =>
  new Error(`express-dbconnections: unique indexes are missing; create them:\n${lines.join('\n')}`);

describe('the unique indexes of the router', () => {
  it('exist when Mongoose has built them', async () => {
    const model = freshModel();
    await model.createIndexes();

    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });

  it('exist when they were built by hand, under any name and beside others', async () => {
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

  it('are reported with the lines that build them if there is no collection', async () => {
    const model = freshModel();

    await expect(requireIndexes(model)).rejects.toEqual(
      missing(line(model, 'email'), line(model, 'username')),
    );
  });

  it('exist once those lines have been run', async () => {
    const model = freshModel();
    const message = String(await requireIndexes(model).catch((error: unknown) => error));

    for (const [, key = '', options = ''] of message.matchAll(
      /createIndex\((\{.*?\}), (\{.*\})\)/g,
    )) {
      await model.collection.createIndex(JSON.parse(key), JSON.parse(options));
    }

    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });

  it('are reported one by one', async () => {
    const model = freshModel();
    await model.collection.createIndex({ connection: 1, email: 1 }, partial('email'));

    await expect(requireIndexes(model)).rejects.toEqual(missing(line(model, 'username')));
  });

  it.each<[string, Record<string, 1 | -1>, object]>([
    ['has another order', { email: 1, connection: 1 }, partial('email')],
    ['has another direction', { connection: 1, email: -1 }, partial('email')],
    ['has fewer fields', { email: 1 }, partial('email')],
    ['has more fields', { connection: 1, email: 1, username: 1 }, partial('email')],
  ])('are missing if the existing one %s', async (_title, key, options) => {
    const model = freshModel();
    await model.collection.createIndex(key, options);
    await model.collection.createIndex({ connection: 1, username: 1 }, partial('username'));

    await expect(requireIndexes(model)).rejects.toEqual(missing(line(model, 'email')));
  });

  it.each<[string, object]>([
    ['is not unique', { partialFilterExpression: { email: { $exists: true } } }],
    ['has no filter', { unique: true }],
    ['has another filter', partial('username')],
    [
      'has a narrower filter',
      {
        unique: true,
        partialFilterExpression: { email: { $exists: true }, username: { $exists: true } },
      },
    ],
  ])('are reported with the line that drops the existing one if it %s', async (_title, options) => {
    const model = freshModel();
    await model.collection.createIndex({ connection: 1, email: 1 }, { name: 'mine', ...options });
    await model.collection.createIndex({ connection: 1, username: 1 }, partial('username'));

    const drop = `db.getCollection("${model.collection.name}").dropIndex("mine")`;
    await expect(requireIndexes(model)).rejects.toEqual(missing(drop, line(model, 'email')));
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
      missing(
        `db.getCollection("${model.collection.name}").createIndex({"phone":1}, {"unique":true})`,
      ),
    );

    await model.collection.createIndex({ phone: 1 }, { unique: true });
    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });

  it('are reported with their own options', async () => {
    const options = { unique: true, sparse: true, collation: { locale: 'en', strength: 2 } };
    const line = await database.line();
    const on = await database.connect({ autoIndex: false }, line);
    const model = freshModel((schema) => {
      schema.add({ phone: String });
      schema.index({ phone: 1 }, options);
    }, on);
    line.fail('aggregate', { replyInstead: NONE }, 3);

    await expect(requireIndexes(model)).rejects.toThrow(
      `db.getCollection("${model.collection.name}").createIndex({"phone":1}, ${JSON.stringify(options)})`,
    );
  });

  it('are missing if the existing one is not sparse', async () => {
    const model = freshModel((schema) => {
      schema.add({ phone: String });
      schema.index({ phone: 1 }, { unique: true, sparse: true });
    });
    await model.collection.createIndex({ phone: 1 }, { unique: true });

    await expect(requireIndexes(model)).rejects.toThrow('{"phone":1}');
  });

  it('are not required when they are not unique', async () => {
    const model = freshModel((schema) => schema.index({ created_at: 1 }));
    await model.collection.createIndex({ connection: 1, email: 1 }, partial('email'));
    await model.collection.createIndex({ connection: 1, username: 1 }, partial('username'));

    await expect(requireIndexes(model)).resolves.toBeUndefined();
  });
});

describe('a collation', () => {
  const wanted = { locale: 'en', strength: 2 };
  const filledIn = {
    locale: 'en',
    caseLevel: false,
    caseFirst: 'off',
    strength: 2,
    version: '57.1',
  };

  /** Whether the host's index is missing if the server lists it like this. */
  async function isMissing(listed: object, options: object): Promise<boolean> {
    const line = await database.line();
    const on = await database.connect({ autoIndex: false }, line);
    const model = freshModel((schema) => {
      schema.index({ nickname: 1 }, { unique: true, ...options });
    }, on);
    const firstBatch = [
      { v: 2, key: { connection: 1, email: 1 }, ...partial('email') },
      { v: 2, key: { connection: 1, username: 1 }, ...partial('username') },
      { v: 2, key: { nickname: 1 }, unique: true, ...listed },
    ];
    line.fail('listIndexes', { replyInstead: { ok: 1, cursor: { firstBatch } } });
    line.fail('aggregate', { replyInstead: NONE });
    const error = await requireIndexes(model).catch((caught: unknown) => caught);
    return String(error).includes('createIndex({"nickname":1}');
  }

  it.each<[string, object, object, boolean]>([
    [
      'that the server filled in is the same',
      { collation: filledIn },
      { collation: wanted },
      false,
    ],
    [
      'that is another is not',
      { collation: { ...filledIn, strength: 1 } },
      { collation: wanted },
      true,
    ],
    ['that is wanted and not there is missed', {}, { collation: wanted }, true],
    ['that nobody wanted does no harm', { collation: filledIn }, {}, false],
    ['that compares bytes is none', {}, { collation: { locale: 'simple' } }, false],
  ])('%s', async (_title, listed, options, missing) => {
    expect(await isMissing(listed, options)).toBe(missing);
  });

  it('an index may be hidden from queries', async () => {
    expect(await isMissing({ hidden: true }, {})).toBe(false);
  });
});

describe('a server without includeBuildUUIDs', () => {
  it.each([
    { code: 40415, codeName: 'Location40415' },
    { code: 323, codeName: 'APIStrictError' },
  ])('gets the plain command: $codeName', async ({ code, codeName }) => {
    const line = await database.line();
    const model = freshModel(undefined, await database.connect({ autoIndex: false }, line));
    await model.createIndexes();
    const refusal = { replyInstead: { ok: 0, code, codeName, errmsg: 'unknown field' } };

    const asked = line.fail('listIndexes', refusal);
    await requireIndexes(model);
    await asked;
  });
});

describe('a server that does not list its indexes', () => {
  it.each([
    { code: 13, codeName: 'Unauthorized' },
    { code: 11600, codeName: 'InterruptedAtShutdown' },
  ])('fails with its own error: $codeName', async ({ code, codeName }) => {
    const line = await database.line();
    const model = freshModel(
      undefined,
      await database.connect({ autoIndex: false, retryReads: false }, line),
    );
    const refusal = { replyInstead: { ok: 0, code, codeName, errmsg: 'no' } };
    const asked = line.fail('listIndexes', refusal, 2);

    await expect(requireIndexes(model)).rejects.toMatchObject({ name: 'MongoServerError', code });
    await asked;
  });
});
