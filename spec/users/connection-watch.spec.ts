import { once } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import mongoose, { type Connection } from 'mongoose';
import { ConnectionWatch } from '../../lib/users/connection-watch';
import { useDatabase } from '../support/use-database';

const database = useDatabase();
const NEVER = new AbortController().signal;
const watches: ConnectionWatch[] = [];

function watch(connection: Connection): ConnectionWatch {
  const made = new ConnectionWatch(connection);
  watches.push(made);
  return made;
}

afterEach(() => {
  for (const made of watches.splice(0)) {
    made.stop();
  }
});

/** Whether the promise is settled after all pending callbacks have run. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.finally(() => {
    settled = true;
  });
  await setImmediate();
  return settled;
}

describe('open() resolves', () => {
  it('on a connection that is open', async () => {
    await watch(await database.connect()).open(NEVER);
  });

  it('as soon as a connection opens', async () => {
    const connection = mongoose.createConnection();
    const open = watch(connection).open(NEVER);
    expect(await isSettled(open)).toBe(false);

    await connection.openUri(database.uri, { dbName: database.dbName });

    await open;
    await connection.close();
  });

  it('on one that has opened before the call', async () => {
    const connection = mongoose.createConnection();
    const watched = watch(connection);

    await connection.openUri(database.uri, { dbName: database.dbName });

    await watched.open(NEVER);
    await connection.close();
  });

  it('although a socket was lost, because the next operation reconnects', async () => {
    const line = await database.line();
    const connection = await database.connect({}, line);
    const watched = watch(connection);

    const lost = once(connection, 'disconnected');
    line.fail('ping', 'drop before');
    await expect(connection.db?.command({ ping: 1 })).rejects.toThrow();
    await lost;

    await watched.open(NEVER);
  });

  it('although a socket was lost before the watch began', async () => {
    const line = await database.line();
    const connection = await database.connect({}, line);
    const lost = once(connection, 'disconnected');
    line.fail('ping', 'drop before');
    await expect(connection.db?.command({ ping: 1 })).rejects.toThrow();
    await lost;

    await watch(connection).open(NEVER);
  });

  it('not after the host has closed the connection, until it opens it again', async () => {
    const connection = await database.connect();
    const watched = watch(connection);
    await connection.close();

    const open = watched.open(NEVER);
    expect(await isSettled(open)).toBe(false);

    await connection.openUri(database.uri, { dbName: database.dbName });
    await open;
  });
});

describe('open()', () => {
  it('rejects when its signal is aborted', async () => {
    const controller = new AbortController();
    const open = watch(mongoose.createConnection()).open(controller.signal);
    const reason = new Error('enough');

    controller.abort(reason);

    await expect(open).rejects.toMatchObject({ name: 'AbortError', cause: reason });
  });

  it('rejects at once when its signal is aborted already', async () => {
    const watched = watch(await database.connect());

    await expect(watched.open(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('does not listen for errors, which Mongoose would then emit', async () => {
    const connection = mongoose.createConnection();
    const controller = new AbortController();
    const open = watch(connection).open(controller.signal);

    expect(connection.listenerCount('error')).toBe(0);

    controller.abort();
    await expect(open).rejects.toThrow();
  });

  it('leaves no listener on the connection after stop()', async () => {
    const connection = mongoose.createConnection();
    const listeners = () => ['connected', 'close'].map((event) => connection.listenerCount(event));
    const before = listeners();
    const watched = new ConnectionWatch(connection);
    const controller = new AbortController();
    const open = watched.open(controller.signal);

    controller.abort();
    await expect(open).rejects.toThrow();
    watched.stop();

    expect(listeners()).toEqual(before);
  });
});
