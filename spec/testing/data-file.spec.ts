import { appendFile, copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startMongoDB } from 'express-dbconnections/testing';
import { rawCollection, useServers } from './use-servers';
import { userModel } from './user-schema';

const databases = useServers();

describe('after a restart', () => {
  it('documents, indexes and uniqueness are there', async () => {
    const file = await databases.newFile();
    const first = await databases.open(file);
    const User = userModel(first.connection);
    await User.init();
    await User.create({ connection: 'DB', email: 'a@b.co', username: 'a' });
    await User.create({ connection: 'DB', email: 'b@b.co' });
    await first.connection.createCollection('empty');
    const [users, indexes] = [await User.find().lean(), await User.collection.indexes()];
    await first.close();

    const second = await databases.open(file);
    const Again = userModel(second.connection);
    expect(await Again.collection.indexes()).toEqual(indexes);
    expect(await Again.find().lean()).toEqual(users);
    const names = (await second.connection.listCollections()).map(({ name }) => name);
    expect(names).toEqual(['users', 'empty']);
    for (const [email, username, field] of [
      ['a@b.co', 'c', 'email'],
      ['c@b.co', 'a', 'username'],
    ] as const) {
      await expect(Again.create({ connection: 'DB', email, username })).rejects.toMatchObject({
        code: 11000,
        keyPattern: { connection: 1, [field]: 1 },
      });
    }
    await Again.init();
    await Again.create({ connection: 'DB', email: 'c@b.co' });
  });

  it('documents are in the order in which they were stored', async () => {
    const file = await databases.newFile();
    const first = await databases.open(file);
    const numbers = Array.from({ length: 30 }, (_, index) => (index * 7) % 30);
    await first.things.insertMany(numbers.map((_id) => ({ _id })));
    await first.things.updateOne({ _id: 21 }, { $set: { late: true } });
    await first.close();
    const second = await databases.open(file);
    const ids = (await second.things.find().toArray()).map(({ _id }) => _id);
    expect(ids).toEqual(numbers);
  });

  it('what was updated, deleted or dropped stays so', async () => {
    const file = await databases.newFile();
    const first = await databases.open(file);
    await first.things.createIndex({ key: 1 }, { unique: true });
    await first.things.createIndex({ old: 1 }, { unique: true, sparse: true });
    await first.things.insertMany([{ key: 'a' }, { key: 'b' }, { key: 'c' }]);
    await first.things.updateOne({ key: 'a' }, { $set: { key: 'd' } });
    await first.things.deleteOne({ key: 'b' });
    await first.things.dropIndex('old_1');
    await rawCollection(first.connection, 'dropped').insertOne({ a: 1 });
    await first.connection.dropCollection('dropped');
    await first.close();

    const second = await databases.open(file);
    const keys = (await second.things.find().toArray()).map(({ key }) => key);
    expect(keys).toEqual(['d', 'c']);
    expect(await second.things.indexes()).toHaveLength(2);
    expect(await second.connection.listCollections()).toHaveLength(1);
    await second.things.insertMany([{ key: 'a' }, { key: 'b' }]);
    await second.close();
    const third = await databases.open(file);
    expect(await third.things.countDocuments()).toBe(4);
  });

  it('a write that was answered is there even if the process was killed', async () => {
    const file = await databases.newFile();
    const first = await databases.open(file);
    await first.things.createIndex({ key: 1 }, { unique: true });
    await first.things.insertMany([{ key: 'a' }, { key: 'b' }]);
    const copy = `${file}.copy`;
    await copyFile(file, copy);
    const second = await databases.open(copy);
    expect(await second.things.countDocuments()).toBe(2);
    await expect(second.things.insertOne({ key: 'a' })).rejects.toMatchObject({ code: 11000 });
  });

  it('a line that a crash left unfinished is not', async () => {
    const file = await databases.newFile();
    const first = await databases.open(file);
    await first.things.insertMany([{ key: 'a' }, { key: 'ü' }]);
    await first.close();
    const whole = await readFile(file, 'utf8');
    await appendFile(file, whole.slice(0, 40));
    const second = await databases.open(file);
    expect(await second.things.countDocuments()).toBe(2);
    await second.things.insertOne({ key: 'c' });
    await second.close();
    const third = await databases.open(file);
    expect(await third.things.countDocuments()).toBe(3);
  });
});

describe('a file that is damaged, or none of ours,', () => {
  it.each([
    ['a damaged line', (text: string) => text.replace('"bson"', '"bs')],
    ['another text', () => 'Dear diary,\ntoday'],
    ['another JSON', () => '{"a": 1}\n'],
    ['another database of NeDB', () => '{"_id":"a","name":"b"}\n'],
  ])('is refused and left alone: %s', async (_name, damage) => {
    const file = await databases.newFile();
    const first = await databases.open(file);
    await first.things.insertMany([{ key: 'a' }, { key: 'b' }]);
    await first.close();
    const damaged = damage(await readFile(file, 'utf8'));
    await writeFile(file, damaged);
    await expect(startMongoDB({ file })).rejects.toThrow();
    expect(await readFile(file, 'utf8')).toBe(damaged);
    expect(await readdir(dirname(file))).toEqual(['users.db']);
  });
});
