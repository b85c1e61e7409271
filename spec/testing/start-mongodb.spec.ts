import { mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMongoDB } from 'express-dbconnections/testing';
import mongoose from 'mongoose';
import { portOf, rawCollection, useServers } from './use-servers';

const servers = useServers();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'testing-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('startMongoDB', () => {
  it('returns the URI that Mongoose connects to', async () => {
    const server = await servers.start();
    expect(server.uri).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+\/test$/);
    const connection = await servers.connect(server);
    expect(await connection.db?.admin().ping()).toEqual({ ok: 1 });
    expect(connection.name).toBe('test');
  });

  it('listens on the given port, and rejects if that is in use', async () => {
    const port = portOf(await servers.start());
    await expect(startMongoDB({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('releases the file when it cannot listen', async () => {
    const port = portOf(await servers.start());
    const file = await servers.newFile();
    await expect(startMongoDB({ port, file })).rejects.toThrow();
    await servers.start({ file });
  });

  it('accepts no connections from other machines', async () => {
    const port = portOf(await servers.start());
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    const host = outside?.address ?? '127.0.0.2';
    const error = await new Promise<NodeJS.ErrnoException>((resolve, reject) => {
      const socket = connect({ port, host }, () =>
        reject(new Error(`${host} accepts connections`)),
      );
      socket.on('error', resolve);
    });
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('starts servers that share no data', async () => {
    const [first, second] = [await servers.start(), await servers.start()];
    await rawCollection(await servers.connect(first)).insertOne({ a: 1 });
    expect(await rawCollection(await servers.connect(second)).countDocuments()).toBe(0);
  });
});

const describeWithUnixSockets = process.platform === 'win32' ? describe.skip : describe;

describeWithUnixSockets('a Unix socket', () => {
  it('is what Mongoose connects to, for its user only, until the server is closed', async () => {
    const socketPath = join(folder, 'mongo db.sock');
    const server = await servers.start({ socketPath });
    expect(server.uri).toBe(`mongodb://${encodeURIComponent(socketPath)}/test`);
    const connection = await servers.connect(server);
    await rawCollection(connection).insertOne({ a: 1 });
    expect(await rawCollection(connection).countDocuments()).toBe(1);
    expect((await stat(socketPath)).mode & 0o777).toBe(0o600);

    await server.close();
    expect(await readdir(folder)).toEqual([]);
  });

  it('cannot be used by two servers', async () => {
    const socketPath = join(folder, 'mongodb.sock');
    const server = await servers.start({ socketPath });
    await expect(startMongoDB({ socketPath })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await servers.connect(server);
  });

  it('is replaced if its process was killed', async () => {
    const socketPath = join(folder, 'mongodb.sock');
    // Closing removes the path that it listened on, so the stale socket gets another one.
    const other = createServer().listen(join(folder, 'other.sock'));
    await new Promise((resolve) => other.once('listening', resolve));
    await rename(join(folder, 'other.sock'), socketPath);
    await new Promise((resolve) => other.close(resolve));
    expect((await stat(socketPath)).isSocket()).toBe(true);

    await servers.connect(await servers.start({ socketPath }));
  });

  it('never replaces a file of another kind', async () => {
    const socketPath = join(folder, 'mongodb.sock');
    await writeFile(socketPath, 'a letter');
    await expect(startMongoDB({ socketPath })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect((await stat(socketPath)).isFile()).toBe(true);
  });
});

describe('a wrong option', () => {
  it.each<[unknown, string]>([
    [null, 'the argument is null; write an object of options'],
    ['27017', "the argument is '27017'; write an object of options"],
    [[], 'the argument is []; write an object of options'],
    [{ prot: 1 }, 'there is no option prot; the options are port, socketPath, file'],
    [
      { port: 1, socketPath: '/a.sock' },
      'port and socketPath exclude each other; write one of them',
    ],
    [{ port: '27017' }, "port is '27017'; write an integer from 0 to 65535"],
    [{ port: -1 }, 'port is -1; write an integer from 0 to 65535'],
    [{ port: 1.5 }, 'port is 1.5; write an integer from 0 to 65535'],
    [{ port: 65_536 }, 'port is 65536; write an integer from 0 to 65535'],
    [{ socketPath: true }, 'socketPath is true; write a path'],
    [
      { socketPath: '/a/mongodb' },
      "socketPath is '/a/mongodb'; write a path that ends with .sock, of at most 103 bytes",
    ],
    [
      { socketPath: `/${'ü'.repeat(50)}.sock` },
      `socketPath is '/${'ü'.repeat(50)}.sock'; write a path that ends with .sock, of at most 103 bytes`,
    ],
    [{ file: '' }, "file is ''; write a path"],
    [{ file: { path: 'a' } }, "file is { path: 'a' }; write a path"],
  ])('is a TypeError: %j', async (options, message) => {
    await expect(startMongoDB(options as object)).rejects.toThrow(
      new TypeError(`startMongoDB: ${message}`),
    );
  });

  it('is not one that is undefined', async () => {
    await servers.start({ port: undefined, socketPath: undefined, file: undefined });
  });
});

describe('close', () => {
  it('may be called more than once', async () => {
    const server = await servers.start();
    await Promise.all([server.close(), server.close()]);
    await server.close();
  });

  it('ends the connections that are open', async () => {
    const server = await servers.start();
    const socket = connect(portOf(server), '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('error', resolve).on('close', resolve));
    await new Promise((resolve) => socket.once('connect', resolve));
    await server.close();
    await closed;
  });

  it('stops listening', async () => {
    const server = await servers.start();
    await server.close();
    const connection = new mongoose.Mongoose().createConnection();
    const options = { serverSelectionTimeoutMS: 200 };
    await expect(connection.openUri(server.uri, options)).rejects.toThrow('ECONNREFUSED');
    await connection.close();
  });
});
