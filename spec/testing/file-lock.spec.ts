import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startMongoDB } from 'express-dbconnections/testing';
import { opMsg, RawClient } from './raw-client';
import { useServers } from './use-servers';

const databases = useServers();

describe('the data file', () => {
  it('is made with its folder, and is the only file that stays', async () => {
    const file = await databases.newFile();
    const { things, close } = await databases.open(file);
    await things.insertOne({ a: 1 });
    await close();
    expect(await readdir(dirname(file))).toEqual(['users.db']);
  });

  const itWhereFilesHaveModes = process.platform === 'win32' ? it.skip : it;

  itWhereFilesHaveModes('is for the eyes of its owner only', async () => {
    const file = await databases.newFile();
    await databases.start({ file });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(file))).mode & 0o777).toBe(0o700);
  });

  it('cannot be used by two copies at once', async () => {
    const file = await databases.newFile();
    const first = await databases.start({ file });
    await expect(startMongoDB({ file })).rejects.toThrow(
      `The data file ${file} is in use by another running copy (process ${process.pid}). ` +
        `Stop that one, or give this one another file. If none is running, delete ${file}.lock`,
    );
    await first.close();
    await databases.start({ file });
  });

  it('is given to one of several that start at once', async () => {
    const file = await databases.newFile();
    const starts = [1, 2, 3].map(() => databases.start({ file }));
    const results = await Promise.allSettled(starts);
    expect(results.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
  });

  it('is refused while another process holds the lock, and taken over when that is gone', async () => {
    const file = await databases.newFile();
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.lock`, `${other.pid}\n`);
    await expect(startMongoDB({ file })).rejects.toThrow(`process ${other.pid}`);
    expect(await readFile(`${file}.lock`, 'utf8')).toBe(`${other.pid}\n`);

    other.kill('SIGKILL');
    await once(other, 'exit');
    const database = await databases.start({ file });
    expect(await readFile(`${file}.lock`, 'utf8')).toBe(`${process.pid}\n`);
    await database.close();
    expect(await readdir(dirname(file))).toEqual(['users.db']);
  });

  it('is taken over from an earlier process that had the same number', async () => {
    const file = await databases.newFile();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.lock`, `${process.pid}\n`);
    await databases.start({ file });
  });

  it('is taken over from a lock that was never finished, but not while it may be', async () => {
    const file = await databases.newFile();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(`${file}.lock`, '');
    await expect(startMongoDB({ file })).rejects.toThrow('process unknown');
    const before = new Date(Date.now() - 60_000);
    await utimes(`${file}.lock`, before, before);
    await databases.start({ file });
  });

  it('is not touched any more by a copy that was closed, also when that is closed again', async () => {
    const file = await databases.newFile();
    const database = await databases.start({ file });
    await database.close();
    const second = await databases.open(file);
    await second.things.insertOne({ key: 'a' });
    await database.close();
    expect(await readFile(file, 'utf8')).not.toBe('');
    await second.things.insertOne({ key: 'b' });
    await second.close();
    expect(await (await databases.open(file)).things.countDocuments()).toBe(2);
  });

  it('is complete when it is closed: no write comes later', async () => {
    const file = await databases.newFile();
    const database = await databases.start({ file });
    const clients = await Promise.all(
      Array.from({ length: 40 }, () => RawClient.connect(database)),
    );
    for (const [_id, client] of clients.entries()) {
      client.send(opMsg({ insert: 'things', documents: [{ _id }] }));
    }
    await clients[0]?.reply();
    await database.close();
    const closed = await readFile(file, 'utf8');
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await readFile(file, 'utf8')).toBe(closed);
  });

  it('keeps the lock of another when this one never had it', async () => {
    const file = await databases.newFile();
    const first = await databases.start({ file });
    await expect(startMongoDB({ file })).rejects.toThrow();
    await expect(startMongoDB({ file })).rejects.toThrow();
    await first.close();
    await rm(file);
  });
});
