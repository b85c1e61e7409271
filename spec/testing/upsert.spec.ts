import type { Connection } from 'mongoose';
import { rawCollection, runCommand, useServers } from './use-servers';

const databases = useServers();
let connection: Connection;

beforeEach(async () => {
  connection = await databases.connect(await databases.start());
});

const things = () => rawCollection(connection);

const update = (q: object, u: unknown, options: object = {}) =>
  runCommand(connection, { update: 'things', updates: [{ q, u, ...options }] });

describe('an upsert', () => {
  const upsert = (q: object, u: object) => update(q, u, { upsert: true });

  it('stores what the filter asks for, what is set, and what is set on insert only', async () => {
    const filter = { a: 1, 'b.c': { $eq: 2 }, n: { $gt: 5 }, $and: [{ d: 3 }], $or: [{ e: 1 }] };
    const change = { $set: { x: 1 }, $setOnInsert: { y: 1 }, $inc: { z: 1 } };
    const reply = await upsert(filter, change);
    const [{ _id }] = reply.upserted as [{ _id: object }];
    expect(reply).toEqual({ n: 1, nModified: 0, upserted: [{ index: 0, _id }], ok: 1 });
    const stored = { _id, a: 1, b: { c: 2 }, d: 3, x: 1, y: 1, z: 1 };
    expect(await things().findOne()).toEqual(stored);

    await update({ _id }, { $set: { n: 6, e: 1 } });
    expect(await upsert(filter, change)).toEqual({ n: 1, nModified: 1, ok: 1 });
    expect(await things().findOne()).toEqual({ ...stored, n: 6, e: 1, z: 2 });
  });

  it('takes the _id of the filter, also for a replacement', async () => {
    await upsert({ _id: 1, a: 1 }, { b: 1 });
    await upsert({ _id: 2, a: 1 }, { $set: { b: 2 } });
    await upsert({ a: 5 }, { _id: 3 });
    expect(await things().find().toArray()).toEqual([
      { _id: 1, b: 1 },
      { _id: 2, a: 1, b: 2 },
      { _id: 3 },
    ]);
  });

  it('gives one document when 20 come at once', async () => {
    const change = { $inc: { n: 1 } };
    await Promise.all(Array.from({ length: 20 }, () => upsert({ key: 'a' }, change)));
    expect(
      await things()
        .find({}, { projection: { _id: 0 } })
        .toArray(),
    ).toEqual([{ key: 'a', n: 20 }]);
  });

  it('refuses a filter that asks for a field twice, and another _id', async () => {
    expect(await upsert({ a: 1, $and: [{ a: 2 }] }, { $set: { b: 1 } })).toMatchObject({
      writeErrors: [{ code: 54 }],
    });
    expect(await upsert({ _id: 1 }, { _id: 2 })).toMatchObject({ writeErrors: [{ code: 66 }] });
    expect(await things().countDocuments()).toBe(0);
  });

  it('works through Mongoose', async () => {
    const schema = new connection.base.Schema({ a: Number, b: Number }, { timestamps: true });
    const Thing = connection.model('Thing', schema);
    await Thing.updateOne({ a: 1 }, { b: 1 }, { upsert: true });
    await Thing.updateOne({ a: 1 }, { b: 2 }, { upsert: true });
    expect(await Thing.find().lean()).toMatchObject([
      { a: 1, b: 2, createdAt: expect.any(Date), updatedAt: expect.any(Date) },
    ]);
    const [thing] = await Thing.find();
    await thing?.set('a', 7).save();
    expect(await Thing.exists({ a: 7 })).not.toBeNull();
    await thing?.deleteOne();
    expect(await Thing.countDocuments()).toBe(0);
  });
});
