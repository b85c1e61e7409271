import mongoose from 'mongoose';
import { rawCollection, useServer } from './use-servers';

const database = useServer();
const { things, run } = database;

describe('a command', () => {
  it.each<Record<string, unknown>>([
    { findAndModify: 'things', query: {}, update: {} },
    { count: 'things' },
    { killSessions: [] },
    { distinct: 'things', key: 'a' },
    { serverStatus: 1 },
    { constructor: 1 },
  ])('gets CommandNotFound if it is not implemented: %j', async (command) => {
    const [name] = Object.keys(command);
    await expect(run(command)).rejects.toMatchObject({
      code: 59,
      codeName: 'CommandNotFound',
      message: `no such command: '${name}'`,
    });
  });

  it.each([
    [{ find: 'things', collation: { locale: 'en' } }, 40415],
    [{ insert: 'things', documents: [{}], txnNumber: 1 }, 40415],
    [{ find: 'things', filter: 'a' }, 14],
    [{ find: 'things', limit: 'a' }, 14],
    [{ find: 'things', limit: 1.5 }, 14],
    [{ find: 'things', skip: -1 }, 2],
    [{ find: 'things', singleBatch: 'yes' }, 14],
    [{ find: 1 }, 14],
    [{ find: '' }, 73],
    [{ find: 'a$b' }, 73],
    [{ insert: 'things', documents: [] }, 14],
    [{ insert: 'things', documents: [1] }, 14],
    [{ insert: 'things' }, 14],
    [{ getMore: 'a', collection: 'things' }, 14],
    [{ getMore: 7, collection: 'things' }, 43],
    [{ listIndexes: 'nothing' }, 26],
  ])('is refused if it is malformed: %j gets error %i', async (command, code) => {
    await expect(run(command)).rejects.toMatchObject({ code });
  });

  it('may have the arguments that drivers add to every command', async () => {
    const lsid = { id: new mongoose.mongo.UUID() };
    const extras = { lsid, comment: 'why', maxTimeMS: 1000, writeConcern: { w: 1 } };
    const command = { insert: 'things', documents: [{ a: 1 }], ...extras };
    expect(await run(command)).toMatchObject({ n: 1, ok: 1 });
    expect(await run({ endSessions: [lsid] })).toEqual({ ok: 1 });
  });

  it('runs if it is an unacknowledged write', async () => {
    await things().insertOne({ a: 1 }, { writeConcern: { w: 0 } });
    await things().insertOne({ a: 2 });
    expect(await things().countDocuments()).toBe(2);
  });

  it('returns the version of the protocol: buildInfo', async () => {
    expect(await database.connection.db?.admin().buildInfo()).toMatchObject({
      version: '7.0.0',
      modules: ['express-dbconnections/testing'],
    });
  });
});

describe('collections', () => {
  it('are created, listed and dropped', async () => {
    await database.connection.createCollection('made');
    await database.connection.createCollection('made');
    await things('by.writing').insertOne({ a: 1 });
    const names = async () => (await database.connection.listCollections()).map(({ name }) => name);
    expect(await names()).toEqual(['made', 'by.writing']);
    expect(
      await database.connection.db?.listCollections({ name: 'made' }, { nameOnly: true }).toArray(),
    ).toEqual([{ name: 'made', type: 'collection' }]);

    await database.connection.dropCollection('made');
    await database.connection.dropCollection('made');
    expect(await names()).toEqual(['by.writing']);
    await things('other').insertOne({ a: 1 });
    await database.connection.dropDatabase();
    expect(await names()).toEqual([]);
  });

  it('are listed in batches', async () => {
    for (const name of ['a', 'b', 'c']) {
      await database.connection.createCollection(name);
    }
    const cursor = database.connection.db?.listCollections({}, { batchSize: 1 });
    expect((await cursor?.toArray())?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const indexes = things('a').listIndexes({ batchSize: 1 });
    expect(await indexes.toArray()).toHaveLength(1);
  });

  it('are refused with options that are not implemented', async () => {
    const capped = { capped: true, size: 1000 };
    await expect(database.connection.createCollection('capped', capped)).rejects.toMatchObject({
      code: 40415,
    });
  });

  it('belong to one database', async () => {
    await things().insertOne({ a: 1 });
    const other = database.connection.useDb('test2');
    expect(await rawCollection(other).countDocuments()).toBe(0);
    await other.dropDatabase();
    expect(await things().countDocuments()).toBe(1);
  });
});
