import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { startMongoDB } from 'express-dbconnections/testing';
import mongoose from 'mongoose';
import { rawCollection, runCommand, useServers } from './use-servers';

const databases = useServers();

describe('startMongoDB', () => {
  it('tells the address that Mongoose connects to', async () => {
    const database = await databases.start();
    expect(database.uri).toBe(`mongodb://127.0.0.1:${database.port}/example-app`);
    const connection = await databases.connect(database);
    expect(await connection.db?.admin().ping()).toEqual({ ok: 1 });
    expect(connection.name).toBe('example-app');
  });

  it('takes the port that it is given, and says so if that one is taken', async () => {
    const { port } = await databases.start();
    await expect(startMongoDB({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('gives the data file free again when it cannot listen', async () => {
    const { port } = await databases.start();
    const file = await databases.newFile();
    await expect(startMongoDB({ port, file })).rejects.toThrow();
    await databases.start({ file });
  });

  it('is heard on this machine only', async () => {
    const { port } = await databases.start();
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    const host = outside?.address ?? '127.0.0.2';
    const error = await new Promise<NodeJS.ErrnoException>((resolve, reject) => {
      const socket = connect({ port, host }, () => reject(new Error(`${host} was answered`)));
      socket.on('error', resolve);
    });
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('keeps databases apart from each other', async () => {
    const [first, second] = [await databases.start(), await databases.start()];
    await rawCollection(await databases.connect(first)).insertOne({ a: 1 });
    expect(await rawCollection(await databases.connect(second)).countDocuments()).toBe(0);
  });
});

describe('close', () => {
  it('may be called any number of times', async () => {
    const database = await databases.start();
    await Promise.all([database.close(), database.close()]);
    await database.close();
  });

  it('ends the connections that are open', async () => {
    const database = await databases.start();
    const socket = connect(database.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
    await new Promise((resolve) => socket.once('connect', resolve));
    await database.close();
    await closed;
  });

  it('leaves nobody listening', async () => {
    const database = await databases.start();
    await database.close();
    const connection = new mongoose.Mongoose().createConnection();
    const options = { serverSelectionTimeoutMS: 200 };
    await expect(connection.openUri(database.uri, options)).rejects.toThrow('ECONNREFUSED');
    await connection.close();
  });

  it('loses no write that was answered, and stores none by half', async () => {
    const file = await databases.newFile();
    const database = await databases.start({ file });
    const things = rawCollection(await databases.connect(database));
    let answered = 0;
    const writes = Array.from({ length: 200 }, async (_, number) => {
      await things.insertOne({ number });
      answered += 1;
    });
    const settled = Promise.allSettled(writes);
    await writes[20];
    await database.close();
    await settled;
    const again = rawCollection(await databases.connect(await databases.start({ file })));
    expect(await again.countDocuments()).toBeGreaterThanOrEqual(answered);
    expect(answered).toBeGreaterThan(0);
  });
});

describe('what it is asked for', () => {
  it.each<Record<string, unknown>>([
    { findAndModify: 'things', query: {}, update: {} },
    { distinct: 'things', key: 'a' },
    { serverStatus: 1 },
    { constructor: 1 },
  ])('is refused as MongoDB does if there is no such command: %j', async (command) => {
    const connection = await databases.connect(await databases.start());
    const [name] = Object.keys(command);
    await expect(runCommand(connection, command)).rejects.toMatchObject({
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
  ])('must be well formed: %j is error %i', async (command, code) => {
    const connection = await databases.connect(await databases.start());
    await expect(runCommand(connection, command)).rejects.toMatchObject({ code });
  });

  it('may come with what drivers add to any command', async () => {
    const connection = await databases.connect(await databases.start());
    const lsid = { id: new mongoose.mongo.UUID() };
    const extras = { lsid, comment: 'why', maxTimeMS: 1000, writeConcern: { w: 1 } };
    const command = { insert: 'things', documents: [{ a: 1 }], ...extras };
    expect(await runCommand(connection, command)).toMatchObject({ n: 1, ok: 1 });
    expect(await runCommand(connection, { endSessions: [lsid] })).toEqual({ ok: 1 });
    expect(await runCommand(connection, { killSessions: [lsid] })).toEqual({ ok: 1 });
  });

  it('does what an unacknowledged write asks for', async () => {
    const { things } = await databases.open();
    await things.insertOne({ a: 1 }, { writeConcern: { w: 0 } });
    await things.insertOne({ a: 2 });
    expect(await things.countDocuments()).toBe(2);
  });

  it('includes the version that it speaks like', async () => {
    const connection = await databases.connect(await databases.start());
    expect(await connection.db?.admin().buildInfo()).toMatchObject({
      version: '7.0.0',
      modules: ['embedded'],
    });
  });
});

describe('collections', () => {
  it('are made, listed and dropped', async () => {
    const connection = await databases.connect(await databases.start());
    await connection.createCollection('made');
    await connection.createCollection('made');
    await rawCollection(connection, 'by.writing').insertOne({ a: 1 });
    const names = async () => (await connection.listCollections()).map(({ name }) => name);
    expect(await names()).toEqual(['made', 'by.writing']);
    expect(
      await connection.db?.listCollections({ name: 'made' }, { nameOnly: true }).toArray(),
    ).toEqual([{ name: 'made', type: 'collection' }]);

    await connection.dropCollection('made');
    await connection.dropCollection('made');
    expect(await names()).toEqual(['by.writing']);
    await rawCollection(connection, 'other').insertOne({ a: 1 });
    await connection.dropDatabase();
    expect(await names()).toEqual([]);
  });

  it('are listed in batches too', async () => {
    const connection = await databases.connect(await databases.start());
    for (const name of ['a', 'b', 'c']) await connection.createCollection(name);
    const cursor = connection.db?.listCollections({}, { batchSize: 1 });
    expect((await cursor?.toArray())?.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    const indexes = rawCollection(connection, 'a').listIndexes({ batchSize: 1 });
    expect(await indexes.toArray()).toHaveLength(1);
  });

  it('are refused with options that they would not have', async () => {
    const connection = await databases.connect(await databases.start());
    const capped = { capped: true, size: 1000 };
    await expect(connection.createCollection('capped', capped)).rejects.toMatchObject({
      code: 40415,
    });
  });

  it('of one database are not seen in another', async () => {
    const connection = await databases.connect(await databases.start());
    await rawCollection(connection).insertOne({ a: 1 });
    const other = connection.useDb('example-app2');
    expect(await rawCollection(other).countDocuments()).toBe(0);
    await other.dropDatabase();
    expect(await rawCollection(connection).countDocuments()).toBe(1);
  });
});
