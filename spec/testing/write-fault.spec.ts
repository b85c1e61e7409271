import { appendFile, copyFile, mkdir, rename, rmdir } from 'node:fs/promises';
import { type OpenDatabase, useServers } from './use-servers';

const databases = useServers();

describe('while the file cannot be written', () => {
  /** A folder in its place: no process can append to that. */
  async function putAside(file: string) {
    await rename(file, `${file}.aside`);
    await mkdir(file);
    return async () => {
      await rmdir(file);
      await rename(`${file}.aside`, file);
    };
  }

  const keysOf = async ({ things }: OpenDatabase) =>
    (await things.find().toArray()).map(({ key }) => key);

  async function openWithTwo() {
    const file = await databases.newFile();
    const first = await databases.open(file);
    await first.things.createIndex({ key: 1 }, { unique: true });
    await first.things.insertMany([{ key: 'a' }, { key: 'b' }]);
    return { file, first, things: first.things };
  }

  it.each<[string, (things: OpenDatabase['things']) => Promise<unknown>]>([
    ['insert', (things) => things.insertOne({ key: 'c' })],
    ['update', (things) => things.updateOne({ key: 'a' }, { $set: { key: 'c' } })],
    ['delete', (things) => things.deleteOne({ key: 'b' })],
    ['createIndex', (things) => things.createIndex({ other: 1 }, { unique: true, sparse: true })],
    ['drop', (things) => things.drop()],
  ])('%s is refused and leaves everything as it was', async (_name, write) => {
    const { file, first, things } = await openWithTwo();
    const putBack = await putAside(file);
    await expect(write(things)).rejects.toMatchObject({ code: 1 });
    await expect(write(things)).rejects.toMatchObject({ code: 1 });
    expect(await keysOf(first)).toEqual(['a', 'b']);
    expect(await things.indexes()).toHaveLength(2);

    await putBack();
    await expect(things.insertOne({ key: 'a' })).rejects.toMatchObject({ code: 11000 });
    await things.insertOne({ key: 'c' });
    await first.close();
    const second = await databases.open(file);
    expect(await keysOf(second)).toEqual(['a', 'b', 'c']);
    expect(await second.things.indexes()).toHaveLength(2);
  });

  it('half a line does not spoil the next one', async () => {
    const { file, things } = await openWithTwo();
    const putBack = await putAside(file);
    await expect(things.insertOne({ key: 'c' })).rejects.toMatchObject({ code: 1 });
    await putBack();
    await appendFile(file, '{"_id":"0000');
    await things.insertOne({ key: 'd' });
    await copyFile(file, `${file}.copy`);
    expect(await keysOf(await databases.open(`${file}.copy`))).toEqual(['a', 'b', 'd']);
  });
});
