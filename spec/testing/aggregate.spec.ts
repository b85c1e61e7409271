import { useServer } from './use-servers';

const database = useServer();
const { things, run } = database;

describe('an aggregation', () => {
  it.each<[object[], number]>([
    [[{ $lookup: {} }], 40324],
    [[{ $match: {}, $limit: 1 }], 40324],
    [[{}], 40324],
    [[{ $match: 1 }], 2],
    [[{ $match: { $nor: [] } }], 2],
    [[{ $limit: 0 }], 2],
    [[{ $skip: -1 }], 2],
    [[{ $skip: 'x' }], 14],
    [[1 as never], 40324],
    [[{ $group: 1 }], 2],
    [[{ $group: { n: { $sum: 1 } } }], 2],
    [[{ $group: { _id: 'a' } }], 238],
    [[{ $group: { _id: '$$ROOT' } }], 238],
    [[{ $group: { _id: { a: '$a' } } }], 238],
    [[{ $group: { _id: 1, n: { $avg: 1 } } }], 238],
    [[{ $group: { _id: 1, n: { $sum: 1, $push: 1 } } }], 238],
    [[{ $group: { _id: 1, n: { $sum: { $add: [1, 1] } } } }], 238],
    [[{ $group: { _id: 1, n: 5 } }], 238],
  ])('%j is refused', async (pipeline, code) => {
    const command = { aggregate: 'things', pipeline, cursor: {} };
    await expect(run(command)).rejects.toMatchObject({ code });
  });

  it('without a group returns the documents, in batches', async () => {
    await things().insertMany(Array.from({ length: 20 }, (_, n) => ({ n })));
    const pipeline = [{ $match: { n: { $gte: 5 } } }, { $skip: 1 }, { $limit: 10 }];
    const documents = await things().aggregate(pipeline, { batchSize: 3 }).toArray();
    expect(documents.map(({ n }) => n)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it.each<[string, unknown, object[]]>([
    ['a constant', 1, [{ _id: 1, n: 4, sum: 5.5, all: ['x', 2, 3, 0.5] }]],
    [
      'a field',
      '$a',
      [
        { _id: 'one', n: 2, sum: 2, all: ['x', 2] },
        { _id: 'two', n: 1, sum: 3, all: [3] },
        { _id: null, n: 1, sum: 0.5, all: [0.5] },
      ],
    ],
    [
      'several fields',
      ['$a', '$b.c'],
      [
        { _id: ['one', 1], n: 2, sum: 2, all: ['x', 2] },
        { _id: ['two', 1], n: 1, sum: 3, all: [3] },
        { _id: [null, null], n: 1, sum: 0.5, all: [0.5] },
      ],
    ],
  ])('groups by %s', async (_what, _id, groups) => {
    await things().insertMany([
      { a: 'one', b: { c: 1 }, v: 'x' },
      { a: 'one', b: { c: 1 }, v: 2 },
      { a: 'two', b: { c: 1 }, v: 3 },
      { v: 0.5 },
    ]);
    const accumulators = { n: { $sum: 1 }, sum: { $sum: '$v' }, all: { $push: '$v' } };

    const result = await things()
      .aggregate([{ $group: { _id, ...accumulators } }])
      .toArray();

    expect(result).toEqual(groups);
  });

  it('pushes no missing values, and returns no group for no documents', async () => {
    await things().insertMany([{ a: 1 }, { b: 2 }]);
    const group = { $group: { _id: null, all: { $push: '$a' } } };

    expect(await things().aggregate([group]).toArray()).toEqual([{ _id: null, all: [1] }]);
    expect(
      await things()
        .aggregate([{ $match: { a: 7 } }, group])
        .toArray(),
    ).toEqual([]);
  });

  it('needs a cursor', async () => {
    const command = { aggregate: 'things', pipeline: [] };
    await expect(run(command)).rejects.toMatchObject({ code: 14 });
  });
});
