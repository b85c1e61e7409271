import { useServer } from './use-servers';

const database = useServer();
const { things, run } = database;

const emailIndex = {
  key: { connection: 1, email: 1 },
  name: 'connection_1_email_1',
  unique: true,
  partialFilterExpression: { email: { $exists: true } },
};

const createIndexes = (...indexes: object[]) => run({ createIndexes: 'things', indexes });

describe('createIndexes', () => {
  it('returns the number of indexes, and does nothing the second time', async () => {
    expect(await createIndexes(emailIndex)).toEqual({
      numIndexesBefore: 1,
      numIndexesAfter: 2,
      createdCollectionAutomatically: true,
      ok: 1,
    });
    expect(await createIndexes({ ...emailIndex, background: true })).toEqual({
      numIndexesBefore: 2,
      numIndexesAfter: 2,
      createdCollectionAutomatically: false,
      note: 'all indexes already exist',
      ok: 1,
    });
    expect(await createIndexes({ key: { _id: 1 }, name: '_id_' })).toMatchObject({
      numIndexesAfter: 2,
    });
  });

  it.each([
    ['the same name for another key', { ...emailIndex, key: { email: 1 } }, 86],
    ['the same name without the filter', { ...emailIndex, partialFilterExpression: undefined }, 86],
    ['the same name, not unique', { ...emailIndex, unique: false }, 86],
    ['the same index by another name', { ...emailIndex, name: 'other' }, 85],
  ])('refuses %s', async (_name, index, code) => {
    await createIndexes(emailIndex);
    const { partialFilterExpression, ...others } = index;
    const wanted = partialFilterExpression === undefined ? others : index;
    await expect(createIndexes(wanted)).rejects.toMatchObject({ code });
  });

  it('builds none of its indexes over duplicates', async () => {
    await things().insertMany([
      { a: 1, b: 1 },
      { a: 2, b: 1 },
    ]);
    const [a, b] = ['a', 'b'].map((name) => ({ key: { [name]: 1 }, name, unique: true }));
    await expect(createIndexes(a as object, b as object)).rejects.toMatchObject({
      code: 11000,
      keyPattern: { b: 1 },
      keyValue: { b: 1 },
    });
    expect(await things().indexes()).toHaveLength(1);
    await things().insertOne({ a: 1 });
  });

  it.each([
    ['a key that is no document', { key: 1, name: 'x' }, 67],
    ['a key without fields', { key: {}, name: 'x' }, 67],
    ['a text index', { key: { a: 'text' }, name: 'x' }, 67],
    ['a wildcard', { key: { '$**': 1 }, name: 'x' }, 67],
    ['no name', { key: { a: 1 } }, 9],
    ['an expiry', { key: { a: 1 }, name: 'x', expireAfterSeconds: 1 }, 197],
    ['a collation', { key: { a: 1 }, name: 'x', collation: { locale: 'en' } }, 197],
    ['unique as a number', { key: { a: 1 }, name: 'x', unique: 1 }, 14],
    ['a filter that is no document', { key: { a: 1 }, name: 'x', partialFilterExpression: 1 }, 14],
    [
      'a filter that is not implemented',
      { key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $gt: 1 } } },
      67,
    ],
    ['a filter by a value', { key: { a: 1 }, name: 'x', partialFilterExpression: { a: 1 } }, 67],
    [
      'sparse and partial at once',
      { key: { a: 1 }, name: 'x', sparse: true, partialFilterExpression: {} },
      67,
    ],
  ])('refuses %s', async (_name, index, code) => {
    await expect(createIndexes(index)).rejects.toMatchObject({ code });
    expect(await database.connection.listCollections()).toEqual([]);
  });
});

describe('dropIndexes', () => {
  it('drops one by its name, or all but the one on _id', async () => {
    await createIndexes(emailIndex, { key: { a: 1 }, name: 'a' }, { key: { b: 1 }, name: 'b' });
    await things().insertOne({ connection: 'DB', email: 'a' });
    await things().dropIndex('connection_1_email_1');
    await things().insertOne({ connection: 'DB', email: 'a' });
    expect((await things().indexes()).map(({ name }) => name)).toEqual(['_id_', 'a', 'b']);
    await things().dropIndexes();
    expect((await things().indexes()).map(({ name }) => name)).toEqual(['_id_']);
  });

  it('refuses the one on _id and one that does not exist', async () => {
    await createIndexes(emailIndex);
    await expect(things().dropIndex('_id_')).rejects.toMatchObject({ code: 72 });
    await expect(things().dropIndex('nothing')).rejects.toMatchObject({ code: 27 });
  });
});
