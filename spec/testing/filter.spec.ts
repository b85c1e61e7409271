import mongoose from 'mongoose';
import { useServer } from './use-servers';

const { Decimal128, Double, Int32, Long } = mongoose.mongo;

const database = useServer();
const { things } = database;

/** Which of the stored documents a filter finds, by their `_id`. */
async function found(filter: object): Promise<unknown[]> {
  const documents = await things().find(filter).toArray();
  return documents.map(({ _id }) => _id);
}

describe('a filter', () => {
  beforeEach(async () => {
    await things().insertMany([
      { _id: 1, n: 5, s: 'five', nested: { a: 1, b: 'x' }, list: [1, 2, 3] },
      { _id: 2, n: new Double(5.5), s: null, nested: { a: 2 }, list: [] },
      {
        _id: 3,
        n: Long.fromNumber(6),
        list: [
          { a: 1, b: 1 },
          { a: 2, b: 2 },
        ],
      },
      {
        _id: 4,
        n: '5',
        s: 'Five',
        at: new Date(1000),
        nested: [1, 2],
        list: [[1, 2]],
      },
    ]);
  });

  it.each<[object, number[]]>([
    [{ n: 5 }, [1]],
    [{ n: new Double(5) }, [1]],
    [{ n: Long.fromNumber(5) }, [1]],
    [{ n: { $eq: 6 } }, [3]],
    [{ n: '5' }, [4]],
    [{ s: 'five' }, [1]],
    [{ s: null }, [2, 3]],
    [{ s: { $ne: null } }, [1, 4]],
    [{ n: { $ne: 5 } }, [2, 3, 4]],
    [{ n: { $in: [5, '5', 7] } }, [1, 4]],
    [{ s: { $in: [null] } }, [2, 3]],
    [{ n: { $in: [] } }, []],
    [{ s: { $exists: true } }, [1, 2, 4]],
    [{ s: { $exists: false } }, [3]],
    [{ n: { $gt: 5 } }, [2, 3]],
    [{ n: { $gte: 5 } }, [1, 2, 3]],
    [{ n: { $lt: 6 } }, [1, 2]],
    [{ n: { $lte: 6 } }, [1, 2, 3]],
    [{ n: { $gt: 5, $lt: 6 } }, [2]],
    [{ n: { $gt: Number.NaN } }, []],
    [{ n: { $gte: '5' } }, [4]],
    [{ at: { $gt: new Date(999) } }, [4]],
    [{ at: { $gt: new Date(1000) } }, []],
    [{ 'nested.a': 1 }, [1]],
    [{ nested: { a: 1, b: 'x' } }, [1]],
    [{ nested: { b: 'x', a: 1 } }, []],
    [{ nested: {} }, []],
    [{ 'nested.a': null }, [3]],
    [{ 'nested.a': { $exists: false } }, [3, 4]],
    [{ 'nested.0': 1 }, [4]],
    [{ list: 2 }, [1]],
    [{ list: [1, 2, 3] }, [1]],
    [{ list: [1, 2] }, [4]],
    [{ list: [] }, [2]],
    [{ list: { $gt: 2 } }, [1]],
    [{ list: { $ne: 2 } }, [2, 3, 4]],
    [{ 'list.a': 2 }, [3]],
    [{ 'list.a': { $gt: 1 } }, [3]],
    [{ 'list.1.b': 2 }, [3]],
    [{ 'list.0': { $exists: false } }, [2]],
    [{ 'list.5': { $exists: true } }, []],
    [{ $and: [{ n: { $gt: 4 } }, { s: 'five' }] }, [1]],
    [{ $or: [{ n: 6 }, { s: 'Five' }] }, [3, 4]],
    [{ n: 5, $or: [{ s: 'x' }, { $and: [{ s: 'five' }] }] }, [1]],
    [{ constructor: { $exists: true } }, []],
    [{ 'nested.toString': { $exists: true } }, []],
  ])('%j finds %j', async (filter, ids) => {
    expect(await found(filter)).toEqual(ids);
  });

  it.each<[object, RegExp]>([
    [{ s: { $regex: 'f' } }, /unknown operator: \$regex .*\$eq, \$ne/],
    [{ n: { $not: { $gt: 5 } } }, /unknown operator: \$not/],
    [{ n: { $gt: 5, x: 1 } }, /unknown operator: x/],
    [{ n: { $constructor: 1 } }, /unknown operator: \$constructor/],
    [{ $nor: [{ n: 5 }] }, /unknown top level operator: \$nor/],
    [{ $where: '1' }, /unknown top level operator: \$where/],
    [{ $expr: { $eq: ['$n', 5] } }, /unknown top level operator: \$expr/],
    [{ $or: [] }, /nonempty array/],
    [{ $and: [1] }, /nonempty array/],
    [{ n: { $in: 5 } }, /\$in needs an array/],
    [{ n: { $exists: 'yes' } }, /\$exists needs a boolean/],
  ])('%j is refused with and without documents', async (filter, message) => {
    for (const name of ['things', 'nothing']) {
      const error = await things(name)
        .find(filter)
        .toArray()
        .catch((e) => e);
      expect(error).toMatchObject({
        name: 'MongoServerError',
        code: 2,
        message: expect.stringMatching(message),
      });
      await expect(things(name).countDocuments(filter)).rejects.toThrow();
    }
  });

  it('refuses values that this server cannot compare', async () => {
    await things().insertOne({ _id: new Int32(5), price: Decimal128.fromString('1.5') });
    for (const filter of [{ s: /f/ }, { s: { $in: [/f/] } }, { s: { $gt: /f/ } }]) {
      await expect(found(filter)).rejects.toThrow('cannot compare a BSONRegExp');
    }
    await expect(found({ price: 1.5 })).rejects.toMatchObject({ code: 238 });
    await expect(found({ n: Decimal128.fromString('5') })).rejects.toMatchObject({ code: 238 });
    expect(await found({ n: 5 })).toEqual([1]);
  });
});
