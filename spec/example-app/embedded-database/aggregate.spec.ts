import type { Connection } from 'mongoose';
import { rawCollection, runCommand, useEmbeddedDatabases } from './use-embedded-databases';

const databases = useEmbeddedDatabases();
let connection: Connection;

beforeEach(async () => {
  connection = await databases.connect(await databases.start());
});

const things = () => rawCollection(connection);

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
    [[{ $group: { _id: '$a', n: { $sum: 1 } } }], 238],
    [[{ $group: { _id: 1, n: { $sum: '$a' } } }], 238],
    [[{ $group: { _id: 1, n: { $avg: 1 } } }], 238],
    [[{ $group: { _id: 1, n: { $sum: 1 }, m: { $sum: 1 } } }], 238],
    [[{ $group: { _id: 1 } }], 238],
    [[{ $group: { _id: 1, n: 5 } }], 238],
  ])('%j is refused', async (pipeline, code) => {
    const command = { aggregate: 'things', pipeline, cursor: {} };
    await expect(runCommand(connection, command)).rejects.toMatchObject({ code });
  });

  it('without a group gives the documents, in batches', async () => {
    await things().insertMany(Array.from({ length: 20 }, (_, n) => ({ n })));
    const pipeline = [{ $match: { n: { $gte: 5 } } }, { $skip: 1 }, { $limit: 10 }];
    const documents = await things().aggregate(pipeline, { batchSize: 3 }).toArray();
    expect(documents.map(({ n }) => n)).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it('needs a cursor', async () => {
    const command = { aggregate: 'things', pipeline: [] };
    await expect(runCommand(connection, command)).rejects.toMatchObject({ code: 14 });
  });
});
