import mongoose from 'mongoose';
import { useServer } from './use-servers';

const database = useServer();
const { things, run } = database;

const createIndexes = (...indexes: object[]) => run({ createIndexes: 'things', indexes });

describe('a key', () => {
  beforeEach(async () => {
    await things().createIndex({ key: 1 }, { unique: true });
  });

  it('is free again when its document is deleted or gets another key', async () => {
    await things().insertOne({ key: 'a' });
    await things().deleteOne({ key: 'a' });
    await things().insertOne({ key: 'a' });
    await things().updateOne({ key: 'a' }, { $set: { key: 'b' } });
    await things().insertOne({ key: 'a' });
    await expect(things().insertOne({ key: 'b' })).rejects.toMatchObject({ code: 11000 });
  });

  it('of another document is refused in an update, which changes nothing', async () => {
    await things().insertMany([{ key: 'a' }, { key: 'b' }]);
    await expect(things().updateOne({ key: 'b' }, { $set: { key: 'a' } })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { key: 1 },
      keyValue: { key: 'a' },
    });
    expect(await things().countDocuments({ key: 'b' })).toBe(1);
    await things().updateOne({ key: 'b' }, { $set: { key: 'b', other: 1 } });
  });

  it.each([
    ['a number of another type', new mongoose.mongo.Int32(1), new mongoose.mongo.Double(1)],
    ['a 64-bit number', 1, mongoose.mongo.Long.fromNumber(1)],
    ['zero and minus zero', 0, new mongoose.mongo.Double(-0)],
    ['a document', { a: 1, b: [1, 2] }, { a: mongoose.mongo.Long.ONE, b: [1, 2] }],
    ['a date', new Date(5), new Date(5)],
    ['null and nothing', null, undefined],
    ['an element of an array', ['x', 'y'], 'y'],
    ['an empty array twice', [], []],
  ])('is the same for %s', async (_name, first, second) => {
    await things().insertOne({ key: first });
    const again = second === undefined ? {} : { key: second };
    await expect(things().insertOne(again)).rejects.toMatchObject({ code: 11000 });
  });

  it.each([
    ['text and a number', '1', 1],
    ['the order of fields', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['upper and lower case', 'A', 'a'],
    ['fractions', 1.5, 1.25],
    ['large numbers', 2 ** 53, mongoose.mongo.Long.fromBigInt(2n ** 53n + 1n)],
    ['numbers beyond 64 bits', 1e300, 2e300],
  ])('differs for %s', async (_name, first, second) => {
    await things().insertMany([{ key: first }, { key: second }]);
    expect(await things().countDocuments()).toBe(2);
  });

  it('may be missing several times in a sparse index', async () => {
    await createIndexes({ key: { a: 1, b: 1 }, name: 's', unique: true, sparse: true });
    await things().insertMany([{ key: 1 }, { key: 2 }]);
    await things().insertOne({ key: 3, a: 1 });
    await expect(things().insertOne({ key: 4, a: 1 })).rejects.toMatchObject({ code: 11000 });
  });

  it('is unique among strings only if the index is partial in that way', async () => {
    const partialFilterExpression = { text: { $type: 'string' } };
    await createIndexes({ key: { text: 1 }, name: 't', unique: true, partialFilterExpression });
    await things().insertMany([
      { key: 1, text: 5 },
      { key: 2, text: 5 },
      { key: 3, text: 'a' },
    ]);
    await expect(things().insertOne({ key: 4, text: 'a' })).rejects.toMatchObject({ code: 11000 });
  });

  it('may be in an embedded document', async () => {
    await createIndexes({ key: { 'a.b': 1 }, name: 'n', unique: true });
    await things().insertOne({ key: 1, a: { b: 1 } });
    await expect(things().insertOne({ key: 2, a: { b: 1 } })).rejects.toMatchObject({
      keyValue: { 'a.b': 1 },
    });
  });

  it('cannot consist of two arrays', async () => {
    await createIndexes({ key: { a: 1, b: 1 }, name: 'ab', unique: true });
    const parallel = things().insertOne({ a: [1, 2], b: [1, 2] });
    await expect(parallel).rejects.toMatchObject({ code: 171 });
  });

  it('is refused if this server cannot compare it', async () => {
    const decimal = mongoose.mongo.Decimal128.fromString('1.5');
    await expect(things().insertOne({ key: decimal })).rejects.toMatchObject({ code: 238 });
    await things().insertOne({ price: decimal });
  });
});

describe('_id', () => {
  it('is unique, and is generated if the document has none', async () => {
    const _id = new mongoose.Types.ObjectId();
    await things().insertOne({ _id });
    await expect(things().insertOne({ _id })).rejects.toMatchObject({
      code: 11000,
      keyPattern: { _id: 1 },
      keyValue: { _id },
      message:
        'E11000 duplicate key error collection: test.things index: _id_ ' +
        `dup key: { _id: ObjectId('${_id}') }`,
    });
    await run({ insert: 'things', documents: [{ a: 1 }] });
    expect(await things().findOne({ a: 1 })).toEqual({
      _id: expect.any(mongoose.Types.ObjectId),
      a: 1,
    });
  });

  it('cannot be an array', async () => {
    const command = { insert: 'things', documents: [{ _id: [1] }] };
    expect(await run(command)).toMatchObject({
      n: 0,
      writeErrors: [{ code: 53 }],
    });
  });
});

describe('a batch of inserts', () => {
  const documents = [1, 2, 1, 3, 2].map((_id) => ({ _id }));

  it('ends at the first error if it is ordered', async () => {
    expect(await run({ insert: 'things', documents })).toMatchObject({
      n: 2,
      writeErrors: [{ index: 2, code: 11000, keyPattern: { _id: 1 }, keyValue: { _id: 1 } }],
    });
  });

  it('continues after errors if it is not', async () => {
    const { n, writeErrors } = await run({ insert: 'things', documents, ordered: false });
    expect(n).toBe(3);
    expect(writeErrors).toMatchObject([{ index: 2 }, { index: 4 }]);
  });
});
