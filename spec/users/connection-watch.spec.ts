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
    made.end();
  }
});

/** Whether the promise is settled once everything has been done that needs no waiting. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  promise.finally(() => {
    settled = true;
  });
  await setImmediate();
  return settled;
}

describe('operations make sense', () => {
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

  it('on one that has opened while nobody waited', async () => {
    const connection = mongoose.createConnection();
    const watched = watch(connection);

    await connection.openUri(database.uri, { dbName: database.dbName });

    await watched.open(NEVER);
    await connection.close();
  });

  it('although a socket was lost: the next operation mends it', async () => {
    const line = await database.line();
    const connection = await database.connect({}, line);
    const watched = watch(connection);

    const lost = once(connection, 'disconnected');
    line.fail('ping', 'drop before');
    await expect(connection.db?.command({ ping: 1 })).rejects.toThrow();
    await lost;

    await watched.open(NEVER);
  });

  it('although one was lost before anybody watched', async () => {
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

describe('whoever waits', () => {
  it('need not wait for ever', async () => {
    const controller = new AbortController();
    const open = watch(mongoose.createConnection()).open(controller.signal);
    const reason = new Error('enough');

    controller.abort(reason);

    await expect(open).rejects.toBe(reason);
  });

  it('does not wait at all when that is over already', async () => {
    const watched = watch(await database.connect());

    await expect(watched.open(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves the connection alone in the end', async () => {
    const connection = mongoose.createConnection();
    const listeners = () => ['connected', 'close'].map((event) => connection.listenerCount(event));
    const before = listeners();
    const watched = new ConnectionWatch(connection);
    const controller = new AbortController();
    const open = watched.open(controller.signal);

    controller.abort();
    await expect(open).rejects.toThrow();
    watched.end();

    expect(listeners()).toEqual(before);
  });
});
