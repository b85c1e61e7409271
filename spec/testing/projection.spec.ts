import { useServer } from './use-servers';

const database = useServer();
const { things, run } = database;

describe('a projection', () => {
  const document = { _id: 1, a: 1, b: { c: 1, d: 2 }, list: [{ x: 1, y: 1 }, 5, [{ x: 2, y: 2 }]] };

  it.each<[object, object]>([
    [{}, document],
    [{ a: 1 }, { _id: 1, a: 1 }],
    [{ a: true, _id: 0 }, { a: 1 }],
    [{ _id: 1 }, { _id: 1 }],
    [
      { _id: 0, list: 0 },
      { a: 1, b: { c: 1, d: 2 } },
    ],
    [{ _id: 0 }, { a: 1, b: document.b, list: document.list }],
    [
      { list: 0, b: 0, _id: 1 },
      { _id: 1, a: 1 },
    ],
    [{ 'b.c': 1 }, { _id: 1, b: { c: 1 } }],
    [
      { 'b.c': 0, list: 0 },
      { _id: 1, a: 1, b: { d: 2 } },
    ],
    [{ 'a.c': 1 }, { _id: 1 }],
    [
      { 'a.c': 0, list: 0, b: 0 },
      { _id: 1, a: 1 },
    ],
    [{ 'list.x': 1 }, { _id: 1, list: [{ x: 1 }, [{ x: 2 }]] }],
    [
      { 'list.x': 0, b: 0 },
      { _id: 1, a: 1, list: [{ y: 1 }, 5, [{ y: 2 }]] },
    ],
    [{ missing: 1 }, { _id: 1 }],
  ])('%j', async (projection, projected) => {
    await run({ insert: 'things', documents: [document] });
    expect(await things().findOne({}, { projection })).toEqual(projected);
  });

  it.each<[object, number]>([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ b: 1, 'b.c': 1 }, 31249],
    [{ 'b.c': 1, b: 1 }, 31249],
    [{ a: '$b' }, 2],
    [{ a: { $slice: 1 } }, 2],
    [{ 'list.$': 1 }, 2],
  ])('%j is refused', async (projection, code) => {
    const command = { find: 'things', projection };
    await expect(run(command)).rejects.toMatchObject({ code });
  });
});
