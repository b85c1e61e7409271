import {
  appendFile,
  copyFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname } from 'node:path';
import { startMongoDB } from 'express-dbconnections/testing';
import { opMsg, RawClient } from './raw-client';
import { type OpenServer, rawCollection, useServers } from './use-servers';

const servers = useServers();
const itWithFileModes = process.platform === 'win32' ? it.skip : it;

const keysOf = async ({ things }: OpenServer) =>
  (await things.find().toArray()).map(({ key }) => key);

async function openWithTwo(): Promise<{ file: string; first: OpenServer }> {
  const file = await servers.newFile();
  const first = await servers.open(file);
  await first.things.createIndex({ key: 1 }, { unique: true });
  await first.things.insertMany([{ key: 'a' }, { key: 'b' }]);
  return { file, first };
}

describe('the file', () => {
  it('is created with its folder, and is the only file that remains', async () => {
    const { file, first } = await openWithTwo();
    await first.close();
    expect(await readdir(dirname(file))).toEqual(['users.journal']);
  });

  itWithFileModes('can be read by its owner only', async () => {
    const file = await servers.newFile();
    await servers.start({ file });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
  });

  it('is rewritten without outdated changes at the start', async () => {
    const { file, first } = await openWithTwo();
    for (let n = 0; n < 50; n += 1) {
      await first.things.updateOne({ key: 'a' }, { $set: { n } });
    }
    await first.close();
    const lines = async () => (await readFile(file, 'utf8')).split('\n').length;
    const before = await lines();
    await (await servers.open(file)).close();
    expect([before, await lines()]).toEqual([56, 5]);
  });
});

describe('after a restart', () => {
  it('documents are in the order of their insertion', async () => {
    const file = await servers.newFile();
    const first = await servers.open(file);
    const numbers = Array.from({ length: 30 }, (_, index) => (index * 7) % 30);
    await first.things.insertMany(numbers.map((_id) => ({ _id })));
    await first.things.updateOne({ _id: 21 }, { $set: { late: true } });
    await first.close();
    const second = await servers.open(file);
    const ids = (await second.things.find().toArray()).map(({ _id }) => _id);
    expect(ids).toEqual(numbers);
  });

  it('every change is there: updates, deletions, indexes, dropped collections', async () => {
    const { file, first } = await openWithTwo();
    await first.things.createIndex({ old: 1 }, { unique: true, sparse: true });
    await first.things.insertOne({ key: 'c' });
    await first.things.updateOne({ key: 'a' }, { $set: { key: 'd' } });
    await first.things.deleteOne({ key: 'b' });
    await first.things.dropIndex('old_1');
    await rawCollection(first.connection, 'dropped').insertOne({ a: 1 });
    await first.connection.dropCollection('dropped');
    await first.connection.createCollection('empty');
    await first.close();

    const second = await servers.open(file);
    expect(await keysOf(second)).toEqual(['d', 'c']);
    expect(await second.things.indexes()).toHaveLength(2);
    const collections = await second.connection.listCollections();
    expect(collections.map(({ name }) => name)).toEqual(['things', 'empty']);
    await expect(second.things.insertOne({ key: 'd' })).rejects.toMatchObject({ code: 11000 });
    await second.things.insertMany([{ key: 'a' }, { key: 'b' }]);
    await second.close();
    const third = await servers.open(file);
    expect(await third.things.countDocuments()).toBe(4);
  });

  it('an acknowledged write is there even if the process was killed', async () => {
    const { file } = await openWithTwo();
    // What the file contains while its process is running is what a killed one leaves.
    await copyFile(file, `${file}.copy`);
    const second = await servers.open(`${file}.copy`);
    expect(await keysOf(second)).toEqual(['a', 'b']);
    await expect(second.things.insertOne({ key: 'a' })).rejects.toMatchObject({ code: 11000 });
  });

  it('a line that a crash left incomplete is not there', async () => {
    const { file, first } = await openWithTwo();
    await first.close();
    const whole = await readFile(file, 'utf8');
    const lastLine = whole.trimEnd().split('\n').at(-1) as string;
    await appendFile(file, lastLine.slice(0, -4));
    const second = await servers.open(file);
    expect(await keysOf(second)).toEqual(['a', 'b']);
    await second.things.insertOne({ key: 'c' });
    await second.close();
    expect(await keysOf(await servers.open(file))).toEqual(['a', 'b', 'c']);
  });

  it('all acknowledged writes are there if the server was closed in the middle', async () => {
    const file = await servers.newFile();
    const server = await servers.start({ file });
    const things = rawCollection(await servers.connect(server));
    let acknowledged = 0;
    const writes = Array.from({ length: 200 }, async (_, number) => {
      await things.insertOne({ number });
      acknowledged += 1;
    });
    const settled = Promise.allSettled(writes);
    await writes[20];
    await server.close();
    await settled;
    const second = await servers.open(file);
    expect(await second.things.countDocuments()).toBeGreaterThanOrEqual(acknowledged);
    expect(acknowledged).toBeGreaterThan(0);
  });
});

it('writes nothing to the file after it was closed', async () => {
  const file = await servers.newFile();
  const server = await servers.start({ file });
  const clients = await Promise.all(Array.from({ length: 40 }, () => RawClient.connect(server)));
  for (const [_id, client] of clients.entries()) {
    client.send(opMsg({ insert: 'things', documents: [{ _id }] }));
  }
  await clients[0]?.reply();
  await server.close();
  const closed = await readFile(file, 'utf8');
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await readFile(file, 'utf8')).toBe(closed);
});

describe('a file that is damaged or of another program', () => {
  const lineOf = (text: string, n: number) => text.split('\n')[n] as string;

  it.each<[string, (text: string) => string, RegExp]>([
    [
      'a damaged line',
      (text) => text.replace(lineOf(text, 3), lineOf(text, 3).slice(0, -20)),
      /^Line 4 of .* is damaged; restore or delete the file$/,
    ],
    [
      'a line with another document',
      (text) => text.replace(lineOf(text, 3), 'BQAAAAA='),
      /^Line 4 of .* is damaged/,
    ],
    ['an empty line', (text) => text.replace(lineOf(text, 3), ''), /^Line 4 of .* is damaged/],
    ['another text', () => 'Dear diary,\ntoday', /was not written by startMongoDB/],
    ['a single line of text', () => 'a letter', /was not written by startMongoDB/],
    ['JSON', () => '{"a": 1}\n', /was not written by startMongoDB/],
  ])('is refused and unchanged: %s', async (_name, damage, message) => {
    const { file, first } = await openWithTwo();
    await first.close();
    const damaged = damage(await readFile(file, 'utf8'));
    await writeFile(file, damaged);
    await expect(startMongoDB({ file })).rejects.toThrow(message);
    expect(await readFile(file, 'utf8')).toBe(damaged);
    expect(await readdir(dirname(file))).toEqual(['users.journal']);
  });

  it('is refused if it is a folder', async () => {
    const file = await servers.newFile();
    await mkdir(file, { recursive: true });
    await expect(startMongoDB({ file })).rejects.toMatchObject({ code: 'EISDIR' });
    expect(await readdir(dirname(file))).toEqual(['users.journal']);
  });
});

describe('while the file cannot be written', () => {
  /** Puts a folder in its place, which no process can append to. */
  async function replaceByFolder(file: string) {
    await rename(file, `${file}.moved`);
    await mkdir(file);
    return async () => {
      await rmdir(file);
      await rename(`${file}.moved`, file);
    };
  }

  it.each<[string, (things: OpenServer['things']) => Promise<unknown>]>([
    ['insert', (things) => things.insertOne({ key: 'c' })],
    ['update', (things) => things.updateOne({ key: 'a' }, { $set: { key: 'c' } })],
    ['delete', (things) => things.deleteOne({ key: 'b' })],
    ['createIndex', (things) => things.createIndex({ other: 1 }, { unique: true, sparse: true })],
    ['drop', (things) => things.drop()],
  ])('%s is an error and changes nothing', async (_name, write) => {
    const { file, first } = await openWithTwo();
    const { things } = first;
    const putBack = await replaceByFolder(file);
    await expect(write(things)).rejects.toMatchObject({ code: 1 });
    await expect(write(things)).rejects.toMatchObject({ code: 1 });
    expect(await keysOf(first)).toEqual(['a', 'b']);
    expect(await things.indexes()).toHaveLength(2);

    await putBack();
    await expect(things.insertOne({ key: 'a' })).rejects.toMatchObject({ code: 11000 });
    await things.insertOne({ key: 'c' });
    await first.close();
    const second = await servers.open(file);
    expect(await keysOf(second)).toEqual(['a', 'b', 'c']);
    expect(await second.things.indexes()).toHaveLength(2);
  });

  it('an incomplete line does not damage the next one', async () => {
    const { file, first } = await openWithTwo();
    const putBack = await replaceByFolder(file);
    await expect(first.things.insertOne({ key: 'c' })).rejects.toMatchObject({ code: 1 });
    await putBack();
    await appendFile(file, 'BQAAA');
    await first.things.insertOne({ key: 'd' });
    await first.close();
    expect(await keysOf(await servers.open(file))).toEqual(['a', 'b', 'd']);
  });
});
