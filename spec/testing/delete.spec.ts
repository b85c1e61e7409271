import { useServer } from './use-servers';

const database = useServer();
const { things, run } = database;

const insert = (...documents: object[]) => run({ insert: 'things', documents });

describe('delete', () => {
  beforeEach(() => insert({ a: 1 }, { a: 1 }, { a: 1 }, { a: 2 }));

  it('deletes one document or all', async () => {
    expect(await things().deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await things().deleteMany({ a: 1 })).toMatchObject({ deletedCount: 2 });
    expect(await things().deleteMany({ a: 1 })).toMatchObject({ deletedCount: 0 });
    expect(await things('none').deleteMany({})).toMatchObject({
      deletedCount: 0,
    });
    expect(await things().countDocuments()).toBe(1);
  });

  it.each<[object, number]>([
    [{ q: {}, limit: 5 }, 9],
    [{ q: {} }, 14],
    [{ limit: 0 }, 14],
    [{ q: { a: { $type: 1 } }, limit: 0 }, 2],
    [{ q: {}, limit: 0, collation: { locale: 'en' } }, 40415],
  ])('%j is refused', async (statement, code) => {
    const command = { delete: 'things', deletes: [statement] };
    expect(await run(command)).toMatchObject({ n: 0, writeErrors: [{ code }] });
    expect(await things().countDocuments()).toBe(4);
  });
});
