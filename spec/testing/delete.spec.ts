import type { Connection } from 'mongoose';
import { rawCollection, runCommand, useServers } from './use-servers';

const databases = useServers();
let connection: Connection;

beforeEach(async () => {
  connection = await databases.connect(await databases.start());
});

const things = () => rawCollection(connection);

const insert = (...documents: object[]) => runCommand(connection, { insert: 'things', documents });

describe('delete', () => {
  beforeEach(() => insert({ a: 1 }, { a: 1 }, { a: 1 }, { a: 2 }));

  it('deletes one document or all', async () => {
    expect(await things().deleteOne({ a: 1 })).toMatchObject({ deletedCount: 1 });
    expect(await things().deleteMany({ a: 1 })).toMatchObject({ deletedCount: 2 });
    expect(await things().deleteMany({ a: 1 })).toMatchObject({ deletedCount: 0 });
    expect(await rawCollection(connection, 'none').deleteMany({})).toMatchObject({
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
    expect(await runCommand(connection, command)).toMatchObject({ n: 0, writeErrors: [{ code }] });
    expect(await things().countDocuments()).toBe(4);
  });
});
