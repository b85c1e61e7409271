import type { Connection } from 'mongoose';
import mongoose from 'mongoose';
import { rawCollection, runCommand, useServers } from './use-servers';

const { Double, Int32, Long } = mongoose.mongo;

const databases = useServers();
let connection: Connection;

beforeEach(async () => {
  connection = await databases.connect(await databases.start());
});

const things = () => rawCollection(connection);

const insert = (...documents: object[]) => runCommand(connection, { insert: 'things', documents });

const update = (q: object, u: unknown, options: object = {}) =>
  runCommand(connection, { update: 'things', updates: [{ q, u, ...options }] });

describe('update', () => {
  it.each<[object, object]>([
    [{ $set: { a: 2 } }, { a: 2, b: { c: 1 }, list: [1, { d: 1 }] }],
    [{ $set: { 'b.c': 2, 'b.e.f': 3 } }, { a: 1, b: { c: 2, e: { f: 3 } }, list: [1, { d: 1 }] }],
    [{ $set: { 'list.1.d': 2 } }, { a: 1, b: { c: 1 }, list: [1, { d: 2 }] }],
    [{ $set: { 'list.4': 5 } }, { a: 1, b: { c: 1 }, list: [1, { d: 1 }, null, null, 5] }],
    [{ $set: { 'list.2.x': 5 } }, { a: 1, b: { c: 1 }, list: [1, { d: 1 }, { x: 5 }] }],
    [{ $unset: { a: '', 'b.c': '', x: '' } }, { b: {}, list: [1, { d: 1 }] }],
    [
      { $unset: { 'list.0': 1, 'list.7': 1, 'list.x': 1 } },
      { a: 1, b: { c: 1 }, list: [null, { d: 1 }] },
    ],
    [{ $unset: { 'list.1.d': 1 } }, { a: 1, b: { c: 1 }, list: [1, {}] }],
    [{ $inc: { a: 2, x: 5, 'b.c': -1 } }, { a: 3, b: { c: 0 }, list: [1, { d: 1 }], x: 5 }],
    [
      { $set: { a: { $x: 1 } }, $setOnInsert: { y: 1 } },
      { a: { $x: 1 }, b: { c: 1 }, list: [1, { d: 1 }] },
    ],
    [{ x: 1 }, { x: 1 }],
    [{ _id: 1, x: 1 }, { x: 1 }],
    [{}, {}],
  ])('%j', async (change, expected) => {
    await insert({ _id: 1, a: 1, b: { c: 1 }, list: [1, { d: 1 }] });
    expect(await update({ _id: 1 }, change)).toEqual({ n: 1, nModified: 1, ok: 1 });
    expect(await things().findOne()).toEqual({ _id: 1, ...expected });
  });

  it('changes one document, or with multi all', async () => {
    await insert({ a: 1 }, { a: 1 }, { a: 2 });
    expect(await update({ a: 1 }, { $set: { n: 1 } })).toEqual({ n: 1, nModified: 1, ok: 1 });
    const all = await things().updateMany({ a: 1 }, { $set: { n: 1 } });
    expect(all).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
    expect(await things().countDocuments({ n: 1 })).toBe(2);
    expect(await update({ a: 3 }, { $set: { a: 1 } })).toEqual({ n: 0, nModified: 0, ok: 1 });
  });

  it.each([{ $unset: { x: 1, 'a.b': 1 } }, { $set: { a: 1 } }, { $inc: { a: 0 } }, { $set: {} }])(
    '%j changes nothing',
    async (change) => {
      await insert({ _id: 1, a: 1 });
      expect(await update({}, change)).toEqual({ n: 1, nModified: 0, ok: 1 });
    },
  );

  it('does not make the collection that it finds nothing in', async () => {
    await update({ a: 3 }, { $set: { a: 1 } });
    expect(await connection.listCollections()).toEqual([]);
  });

  it('keeps the type of a number that grows', async () => {
    const most = new Int32(2 ** 31 - 1);
    await insert({ _id: 1, int: most, half: most, long: Long.ONE, missing: 'x' });
    const one = new Int32(1);
    await update(
      { _id: 1 },
      { $inc: { int: one, half: new Double(0.5), long: one, fresh: Long.ONE } },
    );
    const stored = await things().findOne({}, { promoteValues: false });
    expect(stored).toMatchObject({
      int: Long.fromNumber(2 ** 31),
      half: new Double(2 ** 31 - 0.5),
      long: Long.fromNumber(2),
      fresh: Long.ONE,
    });
  });

  it('reports each statement by its place', async () => {
    await insert({ _id: 1, a: 1 });
    const updates = [
      { q: { _id: 1 }, u: { $set: { a: 2 } } },
      { q: { _id: 1 }, u: { $push: { a: 2 } } },
      { q: { _id: 2 }, u: { $set: { a: 3 } }, upsert: true },
    ];
    const ordered = await runCommand(connection, { update: 'things', updates });
    expect(ordered).toMatchObject({ n: 1, nModified: 1, writeErrors: [{ index: 1, code: 9 }] });
    const command = { update: 'things', updates, ordered: false };
    expect(await runCommand(connection, command)).toMatchObject({
      n: 2,
      nModified: 0,
      upserted: [{ index: 2, _id: 2 }],
      writeErrors: [{ index: 1 }],
    });
  });

  it.each<[unknown, number, RegExp]>([
    [
      { $push: { a: 1 } },
      9,
      /Unknown modifier: \$push .*knows \$set, \$setOnInsert, \$unset, \$inc/,
    ],
    [{ $set: { a: 1 }, b: 1 }, 9, /Unknown modifier: b/],
    [{ b: 1, $set: { a: 1 } }, 52, /\$set/],
    [{ $set: 5 }, 9, /needs a document/],
    [[{ $set: { a: 1 } }], 9, /by a document only/],
    [{ $set: { _id: 5 } }, 66, /immutable/],
    [{ $unset: { _id: 1 } }, 66, /immutable/],
    [{ _id: 5 }, 66, /immutable/],
    [{ $set: { a: 1, 'a.b': 1 } }, 40, /'a.b' would create a conflict at 'a'/],
    [{ $set: { a: 1 }, $inc: { a: 1 } }, 40, /conflict/],
    [{ $set: { 'a.b': 1 } }, 28, /Cannot create field 'b'/],
    [{ $set: { 'list.x': 1 } }, 28, /Cannot create field 'x'/],
    [{ $set: { 'list.99999999': 1 } }, 2, /too large/],
    [{ $set: { 'list.$': 1 } }, 2, /plain paths/],
    [{ $set: { 'a..b': 1 } }, 56, /empty field name/],
    [{ $set: { '': 1 } }, 56, /empty field name/],
    [{ $inc: { text: 1 } }, 14, /non-numeric type at 'text'/],
    [{ $inc: { a: 'x' } }, 14, /no number/],
    [{ $inc: { huge: Long.ONE } }, 2, /64 bits/],
  ])('%j is refused, and nothing is changed', async (change, code, message) => {
    const document = { _id: 1, a: 1, text: 'x', list: [1], huge: Long.MAX_VALUE };
    await insert(document);
    expect(await update({ _id: 1 }, change)).toMatchObject({
      n: 0,
      writeErrors: [{ index: 0, code, errmsg: expect.stringMatching(message) }],
    });
    expect(await things().findOne({}, { promoteLongs: false })).toEqual(document);
  });

  it.each([
    [{ multi: true }, { a: 1 }, 9],
    [{ arrayFilters: [{ x: 1 }] }, { $set: { a: 1 } }, 40415],
    [{ collation: { locale: 'en' } }, { $set: { a: 1 } }, 40415],
  ])('with %j is refused', async (options, change, code) => {
    expect(await update({}, change, options)).toMatchObject({ writeErrors: [{ code }] });
  });

  it('refuses a filter that it does not know', async () => {
    expect(await update({ a: { $mod: [2, 1] } }, { $set: { a: 1 } })).toMatchObject({
      writeErrors: [{ code: 2 }],
    });
  });
});
