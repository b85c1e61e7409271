import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { startMongoDB } from 'express-dbconnections/testing';
import { useServers } from './use-servers';

const servers = useServers();

afterEach(() => jest.restoreAllMocks());

async function newFileWithLock(owner: string): Promise<string> {
  const file = await servers.newFile();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.lock`, owner);
  return file;
}

describe('the lock of the file', () => {
  it('keeps a second server out until the first is closed', async () => {
    const file = await servers.newFile();
    const first = await servers.start({ file });
    await expect(startMongoDB({ file })).rejects.toThrow(
      `The file ${file} is in use by another process (${process.pid}). Stop that process ` +
        `or use another file. If there is no such process, delete ${file}.lock`,
    );
    await expect(startMongoDB({ file })).rejects.toThrow('is in use');
    await first.close();
    await servers.start({ file });
  });

  it('admits one of several servers that start at the same time', async () => {
    const file = await servers.newFile();
    const starts = [1, 2, 3].map(() => servers.start({ file }));
    const results = await Promise.allSettled(starts);
    expect(results.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
    ]);
  });

  it('is respected while its process is running, and taken over after its end', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(other, 'spawn');
    const file = await newFileWithLock(`${other.pid}\n`);
    await expect(startMongoDB({ file })).rejects.toThrow(`another process (${other.pid})`);
    expect(await readFile(`${file}.lock`, 'utf8')).toBe(`${other.pid}\n`);

    other.kill('SIGKILL');
    await once(other, 'exit');
    const server = await servers.start({ file });
    expect(await readFile(`${file}.lock`, 'utf8')).toBe(`${process.pid}\n`);
    await server.close();
    expect(await readdir(dirname(file))).toEqual(['users.journal']);
  });

  it('is taken over from an earlier process that had the same id', async () => {
    await servers.start({ file: await newFileWithLock(`${process.pid}\n`) });
  });

  it('is respected without an id while it may be being written, and taken over later', async () => {
    const file = await newFileWithLock('');
    await expect(startMongoDB({ file })).rejects.toThrow('another process (unknown)');
    const before = new Date(Date.now() - 60_000);
    await utimes(`${file}.lock`, before, before);
    await servers.start({ file });
  });

  it('is not released by a server that was closed before', async () => {
    const file = await servers.newFile();
    const first = await servers.start({ file });
    await first.close();
    await servers.start({ file });
    await first.close();
    await expect(startMongoDB({ file })).rejects.toThrow('is in use');
  });

  it('may be gone when the server is closed', async () => {
    const file = await servers.newFile();
    const server = await servers.start({ file });
    await rm(`${file}.lock`);
    await server.close();
  });

  it('is not taken over twice: a process that was faster keeps it', async () => {
    const file = await newFileWithLock(`${process.pid}\n`);
    const { renameSync } = fs;
    jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
      fs.writeFileSync(from, `${process.ppid}\n`);
      renameSync(from, to);
    });
    await expect(startMongoDB({ file })).rejects.toThrow(`another process (${process.ppid})`);
    expect(await readdir(dirname(file))).toEqual(['users.journal.lock']);
  });

  it('may have been released in the meantime', async () => {
    const file = await newFileWithLock(`${process.pid}\n`);
    const { renameSync } = fs;
    jest.spyOn(fs, 'renameSync').mockImplementationOnce((from, to) => {
      fs.rmSync(from);
      renameSync(from, to);
    });
    await servers.start({ file });
    expect(await readFile(`${file}.lock`, 'utf8')).toBe(`${process.pid}\n`);
  });

  it('is not taken over if it is a folder', async () => {
    const file = await servers.newFile();
    await mkdir(`${file}.lock`, { recursive: true });
    await expect(startMongoDB({ file })).rejects.toMatchObject({ code: 'EISDIR' });
  });

  it('cannot be created where the folder is a file', async () => {
    const file = await newFileWithLock('');
    await expect(startMongoDB({ file: `${file}.lock/users.journal` })).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:ENOTDIR|EEXIST)$/),
    });
  });
});
