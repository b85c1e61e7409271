import mongoose from 'mongoose';
import { useSharedServer } from './use-servers';

const { Double, Long } = mongoose.mongo;

// Some specs move much data.
jest.setTimeout(30_000);

const database = useSharedServer();
const { things, run } = database;

describe('1,000 documents', () => {
  const numbers = Array.from({ length: 1000 }, (_, number) => number);

  const insertAll = (name?: string) =>
    things(name).insertMany(numbers.map((number) => ({ _id: number, number, tens: number % 10 })));

  beforeAll(async () => {
    await insertAll();
  });

  it('are all found in the order of insertion', async () => {
    const documents = await things().find().toArray();
    expect(documents.map(({ _id }) => _id)).toEqual(numbers);
  });

  it('are read through a cursor with batchSize 10', async () => {
    const seen: unknown[] = [];
    for await (const { number } of things().find().batchSize(10)) {
      seen.push(number);
    }
    expect(seen).toEqual(numbers);
  });

  it('are read through a Mongoose cursor', async () => {
    const Thing = database.connection.model(
      'Thing',
      new database.connection.base.Schema({}, { strict: false }),
      'things',
    );
    let count = 0;
    for await (const _ of Thing.find().cursor({ batchSize: 10 })) {
      count += 1;
    }
    expect(count).toBe(1000);
  });

  it('are sent in batches: 101 at first, then as many as wanted', async () => {
    const first = await run({ find: 'things' });
    const cursor = first.cursor as { id: unknown; firstBatch: unknown[] };
    expect(cursor.firstBatch).toHaveLength(101);
    const more = { getMore: cursor.id, collection: 'things', batchSize: 5 };
    expect(await run(more)).toMatchObject({
      cursor: { id: cursor.id, nextBatch: { length: 5 }, ns: 'test.things' },
    });
    const rest = await run({ ...more, batchSize: undefined });
    expect(rest).toMatchObject({ cursor: { id: 0, nextBatch: { length: 894 } } });
    await expect(run(more)).rejects.toMatchObject({ code: 43 });
  });

  it('are not kept for a closed cursor or a single batch', async () => {
    const cursor = things().find().batchSize(10);
    await cursor.next();
    const id = cursor.id as unknown as InstanceType<typeof Long>;
    const kill = { killCursors: 'things', cursors: [id, Long.fromNumber(999)] };
    expect(await run(kill)).toMatchObject({
      cursorsKilled: [id.toNumber()],
      cursorsNotFound: [999],
    });
    const getMore = { getMore: id, collection: 'things' };
    await expect(run(getMore)).rejects.toMatchObject({ code: 43 });
    expect(await run({ find: 'things', singleBatch: true })).toMatchObject({
      cursor: { id: 0 },
    });
  });

  it('belong to a cursor of their collection', async () => {
    const first = await run({ find: 'things' });
    const { id } = first.cursor as { id: unknown };
    const getMore = { getMore: id, collection: 'others' };
    await expect(run(getMore)).rejects.toMatchObject({ code: 43 });
  });

  it('may have an empty first batch', async () => {
    const first = await run({ find: 'things', batchSize: 0 });
    expect(first).toMatchObject({ cursor: { firstBatch: [] } });
    expect((first.cursor as { id: number }).id).not.toBe(0);
  });

  it('stay in an open cursor after they were deleted', async () => {
    await insertAll('deleted');
    const cursor = things('deleted').find().batchSize(10);
    await cursor.next();
    await things('deleted').deleteMany({});
    expect(await cursor.toArray()).toHaveLength(999);
  });

  it('are sorted, skipped and limited in this order', async () => {
    const cursor = things()
      .find({ tens: { $in: [3, 4] } })
      .sort({ tens: -1, number: -1 });
    const documents = await cursor.skip(2).limit(3).toArray();
    expect(documents.map(({ number }) => number)).toEqual([974, 964, 954]);
    expect(await things().find().sort({ number: -1 }).limit(150).toArray()).toHaveLength(150);
  });

  it('are counted', async () => {
    expect(await things().countDocuments()).toBe(1000);
    expect(await things().countDocuments({ tens: 3 })).toBe(100);
    expect(await things().countDocuments({ tens: 3 }, { skip: 95, limit: 10 })).toBe(5);
    expect(await things().countDocuments({ tens: 11 })).toBe(0);
  });
});

it('sends more than fits into one reply', async () => {
  const text = 'x'.repeat(3_000_000);
  for (let _id = 0; _id < 12; _id += 1) {
    await things('large').insertOne({ _id: new Double(_id), text });
  }
  const documents = await things('large').find().toArray();
  const expected = Array.from({ length: 12 }, (_, _id) => ({ _id, text }));
  expect(documents).toEqual(expected);
  const first = await run({ find: 'large' });
  expect((first.cursor as { firstBatch: unknown[] }).firstBatch).toHaveLength(5);
});

it('stores a document of 16 MB, and refuses a longer one', async () => {
  const limit = 16 * 1024 * 1024;
  const overhead = 4 + (4 + 1 + 4) + (1 + 5 + 4 + 1) + 1;
  const fitting = { _id: 1, text: 'x'.repeat(limit - overhead - 1) };
  await run({ insert: 'limit', documents: [fitting] });
  expect(await things('limit').findOne()).toEqual(fitting);
  const longer = { _id: 2, text: `${fitting.text}xx` };
  expect(await run({ insert: 'limit', documents: [longer] })).toMatchObject({
    n: 0,
    writeErrors: [{ code: 10334 }],
  });
});
