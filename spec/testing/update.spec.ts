import { useServer } from './use-servers';

const database = useServer();
const { things, run } = database;

const insert = (...documents: object[]) => run({ insert: 'things', documents });

const update = (q: object, u: unknown, options: object = {}) =>
  run({ update: 'things', updates: [{ q, u, ...options }] });

describe('update', () => {
  it.each<[object, object]>([
    [{ $set: { a: 2 } }, { a: 2, b: { c: 1 }, list: [1, { d: 1 }] }],
    [{ $set: { 'b.c': 2, 'b.e.f': 3 } }, { a: 1, b: { c: 2, e: { f: 3 } }, list: [1, { d: 1 }] }],
    [{ $unset: { a: '', 'b.c': '', x: '' } }, { b: {}, list: [1, { d: 1 }] }],
    [{ $unset: { b: 1, a: 1 } }, { list: [1, { d: 1 }] }],
    [
      { $set: { a: { $x: 1 } }, $setOnInsert: { y: 1 } },
      { a: { $x: 1 }, b: { c: 1 }, list: [1, { d: 1 }] },
    ],
  ])('%j', async (change, expected) => {
    await insert({ _id: 1, a: 1, b: { c: 1 }, list: [1, { d: 1 }] });
    expect(await update({ _id: 1 }, change)).toEqual({ n: 1, nModified: 1, ok: 1 });
    expect(await things().findOne()).toEqual({ _id: 1, ...expected });
  });

  it('changes one document, or all with multi', async () => {
    await insert({ a: 1 }, { a: 1 }, { a: 2 });
    expect(await update({ a: 1 }, { $set: { n: 1 } })).toEqual({ n: 1, nModified: 1, ok: 1 });
    const all = await things().updateMany({ a: 1 }, { $set: { n: 1 } });
    expect(all).toMatchObject({ matchedCount: 2, modifiedCount: 1 });
    expect(await things().countDocuments({ n: 1 })).toBe(2);
    expect(await update({ a: 3 }, { $set: { a: 1 } })).toEqual({ n: 0, nModified: 0, ok: 1 });
  });

  it.each([
    { $unset: { x: 1, 'a.b': 1, 'y.z': 1 } },
    { $setOnInsert: { x: 1 } },
    { $set: { a: 1 } },
    { $set: {} },
  ])('%j changes nothing', async (change) => {
    await insert({ _id: 1, a: 1 });
    expect(await update({}, change)).toEqual({ n: 1, nModified: 0, ok: 1 });
  });

  it('does not create a collection', async () => {
    await update({ a: 3 }, { $set: { a: 1 } });
    expect(await database.connection.listCollections()).toEqual([]);
  });

  it('reports the index of each failed statement', async () => {
    await insert({ _id: 1, a: 1 });
    const updates = [
      { q: { _id: 1 }, u: { $set: { a: 2 } } },
      { q: { _id: 1 }, u: { $push: { a: 2 } } },
      { q: { _id: 1 }, u: { $set: { a: 3 } } },
    ];
    const ordered = await run({ update: 'things', updates });
    expect(ordered).toMatchObject({ n: 1, nModified: 1, writeErrors: [{ index: 1, code: 9 }] });
    const command = { update: 'things', updates, ordered: false };
    expect(await run(command)).toMatchObject({
      n: 2,
      nModified: 1,
      writeErrors: [{ index: 1 }],
    });
  });

  it.each<[unknown, number, RegExp]>([
    [{ $push: { a: 1 } }, 9, /Unknown modifier: \$push .*has \$set, \$unset, \$setOnInsert/],
    [{ $set: { a: 1 }, b: 1 }, 9, /Unknown modifier: b/],
    [{ b: 1 }, 9, /Unknown modifier: b/],
    [{}, 9, /by a document of operators/],
    [{ $inc: { a: 1 } }, 9, /Unknown modifier: \$inc/],
    [{ $set: 5 }, 9, /needs a document of fields/],
    [[{ $set: { a: 1 } }], 9, /by a document of operators/],
    [{ $set: { _id: 5 } }, 66, /immutable/],
    [{ $unset: { _id: 1 } }, 66, /immutable/],
    [{ $set: { a: 1, 'a.b': 1 } }, 40, /'a.b' would create a conflict at 'a'/],
    [{ $set: { a: 1 }, $unset: { a: 1 } }, 40, /conflict/],
    [{ $set: { 'a.b': 1 } }, 28, /not 'b' in another value/],
    [{ $set: { 'list.0': 1 } }, 28, /not '0' in another value/],
    [{ $unset: { 'list.0': 1 } }, 28, /not '0' in another value/],
    [{ $set: { 'list.$': 1 } }, 2, /plain paths/],
    [{ $set: { 'a..b': 1 } }, 56, /empty field name/],
    [{ $set: { '': 1 } }, 56, /empty field name/],
  ])('%j is refused and changes nothing', async (change, code, message) => {
    const document = { _id: 1, a: 1, list: [1] };
    await insert(document);
    expect(await update({ _id: 1 }, change)).toMatchObject({
      n: 0,
      writeErrors: [{ index: 0, code, errmsg: expect.stringMatching(message) }],
    });
    expect(await things().findOne()).toEqual(document);
  });

  it.each([
    [{ upsert: true }, { $set: { a: 1 } }, 40415],
    [{ arrayFilters: [{ x: 1 }] }, { $set: { a: 1 } }, 40415],
    [{ collation: { locale: 'en' } }, { $set: { a: 1 } }, 40415],
  ])('with %j is refused', async (options, change, code) => {
    expect(await update({}, change, options)).toMatchObject({ writeErrors: [{ code }] });
  });

  it('refuses a filter that is not implemented', async () => {
    expect(await update({ a: { $mod: [2, 1] } }, { $set: { a: 1 } })).toMatchObject({
      writeErrors: [{ code: 2 }],
    });
  });
});
