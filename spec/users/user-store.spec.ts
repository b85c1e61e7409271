import { TemporarilyUnavailableError, type User, userModel } from 'express-dbconnections';
import mongoose, { type Model } from 'mongoose';
import { UserStore } from '../../lib/users/user-store';
import { storedUsers } from '../support/stored-users';
import { useDatabase } from '../support/use-database';

const MAX_PENDING_INSERTS = 1000;

const database = useDatabase();
const stores: UserStore[] = [];
let count = 0;

afterEach(() => {
  for (const store of stores.splice(0)) {
    store.close();
  }
});

const USER = { connection: 'DB', email: 'a@example.com', password_hash: '$2b$04$hash' };

async function startStore() {
  count += 1;
  const names = { name: `Stored${count}`, collection: `stored_${count}` };
  const users: Model<User> = userModel(await database.connect(), names);
  const store = new UserStore(users);
  stores.push(store);
  await store.ready();
  return { users, store };
}

/** A store whose inserts last until they are released. */
async function startHeldStore() {
  const { users, store } = await startStore();
  let release: (end: Promise<never> | undefined) => void = () => {};
  const held = new Promise<undefined>((resolve) => {
    release = resolve;
  });
  jest.spyOn(users.prototype, 'save').mockReturnValue(held);
  return { store, release: (end?: Promise<never>) => release(end) };
}

describe('insert()', () => {
  it('stores a user and resolves with what is stored', async () => {
    const { users, store } = await startStore();

    const { _id } = await store.insert(USER);

    expect(await storedUsers({ users })).toMatchObject([{ ...USER, _id: String(_id) }]);
  });

  it('stores nothing if the signal is aborted already', async () => {
    const { users, store } = await startStore();
    const reason = new Error('gone');

    await expect(store.insert(USER, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);

    expect(await storedUsers({ users })).toEqual([]);
  });
});

const TAKEN = { code: 11000, keyPattern: { connection: 1, email: 1 } };

describe('assertAvailable()', () => {
  it('resolves when the unique indexes exist', async () => {
    const { store } = await startStore();

    await store.assertAvailable();
  });

  it('rejects with a 503 while they do not', async () => {
    const store = new UserStore(userModel(mongoose.createConnection()));
    stores.push(store);

    const refused = store.assertAvailable();
    await expect(refused).rejects.toThrow(TemporarilyUnavailableError);
    await expect(refused).rejects.toMatchObject({ reason: 'store' });
  });

  it.each<[string, () => Promise<never> | undefined]>([
    ['succeed', () => undefined],
    ['fail', () => Promise.reject(Object.assign(new Error('taken'), TAKEN))],
  ])('rejects with a 503 while too many inserts are pending, until they %s', async (_how, end) => {
    const { store, release } = await startHeldStore();
    const inserts = Array.from({ length: MAX_PENDING_INSERTS - 1 }, () => store.insert(USER));
    await store.assertAvailable();
    inserts.push(store.insert(USER));

    await expect(store.assertAvailable()).rejects.toThrow(TemporarilyUnavailableError);
    await expect(store.assertAvailable()).rejects.toMatchObject({
      reason: 'store',
      cause: new Error('1000 inserts wait for the database'),
    });

    release(end());
    await Promise.allSettled(inserts);
    await store.assertAvailable();
  });

  it('does not count an insert whose signal is aborted already', async () => {
    const { store } = await startStore();
    const signal = AbortSignal.abort();
    const refused = Array.from({ length: MAX_PENDING_INSERTS }, () =>
      store.insert(USER, { signal }),
    );
    await Promise.allSettled(refused);

    await store.assertAvailable();
  });
});

it('close() ends ready()', async () => {
  const store = new UserStore(userModel(mongoose.createConnection()));
  const ready = store.ready();

  store.close();

  await expect(ready).rejects.toMatchObject({ name: 'AbortError' });
});
