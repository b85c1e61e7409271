import { setTimeout as delay } from 'node:timers/promises';
import { type User, userModel } from 'express-dbconnections';
import mongoose, { type Model, type Schema } from 'mongoose';
import { badRequest, expectFailure, SERVER_ERROR, UNAVAILABLE } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { storedUsers } from '../support/stored-users';
import { REQUEST, type SignupAppOptions, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
let count = 0;

// The machine may be busy.
jest.setTimeout(30_000);

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');

interface Setup extends Omit<SignupAppOptions, 'users'> {
  extend?(schema: Schema): void;
  /** Runs before the router is made. */
  prepare?(users: Model<User>): Promise<unknown>;
}

/** An app over a line that can fail, whose driver does not repeat a write. */
async function start({ extend, prepare, ...options }: Setup = {}) {
  count += 1;
  const line = await apps.database.line();
  const connection = await apps.database.connect({ retryWrites: false }, line);
  const users: Model<User> = userModel(connection, {
    collection: `stored_users_${count}`,
    ...(extend && { extend }),
  });
  await prepare?.(users);
  const app = await apps.start({ ...options, users });
  await app.router.ready();
  return { app, line, users };
}

function spyOnWarnings() {
  const spy = jest.spyOn(process, 'emitWarning').mockReturnValue();
  return { warnings: spy.mock.calls, restore: () => spy.mockRestore() };
}

describe('a user who is stored gets a 200, and the error is emitted once as a warning', () => {
  it.each<[string, Error]>([
    ["when the host's post hook fails", new Error('SMTP down')],
    [
      'when it meets a unique index of its own collection',
      Object.assign(new Error('E11000'), { code: 11000, keyPattern: { email: 1 } }),
    ],
  ])('%s', async (_when, error) => {
    const { app } = await start({
      extend(schema) {
        schema.post('save', () => {
          throw error;
        });
      },
    });
    const { warnings, restore } = spyOnWarnings();

    const { body } = await app.post(REQUEST).expect(200);

    restore();
    expect(await storedUsers(app)).toMatchObject([{ _id: body._id, email: REQUEST.email }]);
    expect(warnings).toEqual([[expect.stringContaining(String(error)), expect.anything()]]);
  });

  it('when the server replies with an unknown error code', async () => {
    const { app, line } = await start();
    const { warnings, restore } = spyOnWarnings();
    line.fail('insert', { replyAfter: { ok: 0, code: 4242, errmsg: REQUEST.email } });

    const { body } = await app.post({ ...REQUEST, name: 'Ada' }).expect(200);

    restore();
    expect(body).toEqual({
      _id: expect.any(String),
      email_verified: false,
      email: REQUEST.email,
      name: 'Ada',
    });
    expect(warnings).toEqual([
      [
        'A user is stored, although saving it failed: MongoServerError 4242',
        {
          type: 'ExpressDbconnectionsWarning',
          code: 'EXPRESS_DBCONNECTIONS_USER_STORED',
        },
      ],
    ]);
  });
});

describe('a user who may be stored, but cannot be looked up,', () => {
  it('gets a 503', async () => {
    const { app, line } = await start();
    line.fail('insert', { replyAfter: { ok: 0, code: 4242, errmsg: 'odd' } });
    line.fail('find', { replyInstead: { ok: 0, code: 13, errmsg: 'not allowed' } });

    expectFailure(await app.post(REQUEST), UNAVAILABLE);
  });
});

describe('a user who is not stored', () => {
  it('gets a 500 when the server replies with an unknown error code', async () => {
    const { app, line } = await start();
    line.fail('insert', { replyInstead: { ok: 0, code: 4242, errmsg: 'odd' } });

    expectFailure(await app.post(REQUEST), SERVER_ERROR);

    expect(app.errors).toMatchObject([{ cause: { code: 4242 } }]);
  });

  it('gets a 500 when a post hook of the host has removed the user', async () => {
    const error = new Error('rolled back');
    const { app } = await start({
      extend(schema) {
        schema.post('save', async (user) => {
          await user.deleteOne();
          throw error;
        });
      },
    });

    expectFailure(await app.post(REQUEST), SERVER_ERROR);

    expect(app.errors).toMatchObject([{ cause: error }]);
  });

  it.each([
    ['schema', (schema: Schema, hook: () => Promise<void>) => schema.pre('save', hook)],
    [
      'plugin of the connection',
      (schema: Schema, hook: () => Promise<void>) =>
        schema.plugin((plugged) => plugged.pre('save', hook)),
    ],
  ])(
    'is not stored after a 503 either, when a pre hook lasts too long: of the %s',
    async (_of, add) => {
      let hookEnded = Promise.resolve();
      const { app } = await start({
        timeout: 200,
        extend(schema) {
          add(schema, () => {
            hookEnded = delay(600);
            return hookEnded;
          });
        },
      });

      expectFailure(await app.post(REQUEST), UNAVAILABLE);

      await hookEnded;
      await delay(100);
      expect(await storedUsers(app)).toEqual([]);
    },
  );

  it('is not stored after a 503 either, when a hook of a global plugin lasts too long', async () => {
    const theirs = new mongoose.Mongoose();
    let hookEnded = Promise.resolve();
    theirs.plugin((schema) => {
      schema.pre('save', () => {
        hookEnded = delay(600);
        return hookEnded;
      });
    });
    const { uri, dbName } = apps.database;
    const connection = await theirs.createConnection(uri, { dbName }).asPromise();
    const users: Model<User> = userModel(connection, { collection: 'slow_plugin' });
    const app = await apps.start({ users, timeout: 200 });
    await app.router.ready();

    expectFailure(await app.post(REQUEST), UNAVAILABLE);

    await hookEnded;
    await delay(100);
    expect(await storedUsers(app)).toEqual([]);
    await connection.close();
  });

  it.each<[string, unknown]>([
    ['a Buffer', Buffer.from('hash')],
    ['a number', 7],
    ['an empty string', ''],
    ['undefined', undefined],
  ])('gets a 500 that names the reason when the hasher returns %s', async (_what, hash) => {
    const hasher = { ...fakeHasher(), hash: () => Promise.resolve(hash as string) };
    const { app } = await start({ hasher });

    expectFailure(await app.post(REQUEST), SERVER_ERROR);

    expect(app.errors).toMatchObject([
      { cause: new TypeError('express-dbconnections: hash() of the hasher must return a string') },
    ]);
    expect(await storedUsers(app)).toEqual([]);
  });
});

describe('the response shows what is stored', () => {
  it('after the hooks of the host', async () => {
    const { app } = await start({
      extend(schema) {
        schema.pre('save', function () {
          this.set({ name: 'ADA', nickname: undefined, picture: null, email_verified: true });
          this.$locals = {};
          this.set('user_metadata.plan', 'gold');
        });
        schema.post('save', (user) => {
          user.set('name', 'only in memory');
        });
      },
    });
    const user_metadata = { plan: 'silver', other: 'x' };

    const { body } = await app
      .post({ ...REQUEST, name: 'Ada', nickname: 'ada', user_metadata })
      .expect(200);

    expect(body).toEqual({
      _id: expect.any(String),
      email_verified: true,
      email: REQUEST.email,
      name: 'ADA',
      user_metadata: { plan: 'gold', other: 'x' },
    });
    expect(await storedUsers(app)).toMatchObject([{ ...body, picture: null }]);
  });

  it('after the hooks of a global plugin, which run last', async () => {
    const theirs = new mongoose.Mongoose();
    theirs.plugin((schema) => {
      schema.pre('save', function () {
        this.set('name', 'from the plugin');
      });
    });
    const { uri, dbName } = apps.database;
    const connection = await theirs.createConnection(uri, { dbName }).asPromise();
    const users: Model<User> = userModel(connection, { collection: 'global_plugin' });
    const app = await apps.start({ users });
    await app.router.ready();

    const { body } = await app.post({ ...REQUEST, name: 'Ada' }).expect(200);

    expect(body.name).toBe('from the plugin');
    expect(await storedUsers(app)).toMatchObject([{ name: 'from the plugin' }]);
    await connection.close();
  });

  it('not what getters, virtuals and transforms of the host make of it', async () => {
    const { app } = await start({
      extend(schema) {
        schema.path('name').get(() => 'from a getter');
        schema.set('toObject', { getters: true, transform: () => ({ email: 'transformed' }) });
        schema.set('toJSON', { transform: () => ({ email: 'transformed' }) });
      },
    });

    const { body } = await app.post({ ...REQUEST, name: 'Ada' }).expect(200);

    expect(body).toMatchObject({ email: REQUEST.email, name: 'Ada' });
  });

  it('with metadata that is empty', async () => {
    const { app } = await start();

    const { body } = await app.post({ ...REQUEST, user_metadata: {} }).expect(200);

    const [stored] = await storedUsers(app);
    expect(body.user_metadata).toEqual(stored?.user_metadata);
  });
});

describe("a host's own unique index means the same refusal", () => {
  it.each<[string, Record<string, 1>]>([
    ['the address alone', { email: 1 }],
    ['the address and the connection', { email: 1, connection: 1 }],
    ['connection, address and more', { connection: 1, email: 1, email_verified: 1 }],
  ])('of %s', async (_of, key) => {
    const { app } = await start({
      prepare: (users) => users.collection.createIndex(key, { unique: true }),
    });
    await app.post(REQUEST).expect(200);

    expectFailure(await app.post(REQUEST), USER_EXISTS);
  });

  it('of the username alone', async () => {
    const { app } = await start({
      connectionOptions: { requires_username: true },
      prepare: (users) => users.collection.createIndex({ username: 1 }, { unique: true }),
    });
    await app.post({ ...REQUEST, username: 'ada' }).expect(200);

    expectFailure(
      await app.post({ ...REQUEST, email: 'b@example.com', username: 'ada' }),
      USERNAME_EXISTS,
    );
  });
});

describe('a duplicate that the server does not name', () => {
  const UNNAMED = { ok: 1, n: 0, writeErrors: [{ index: 0, code: 11000, errmsg: 'E11000' }] };

  it.each<[string, object, object]>([
    ['the address', { email: REQUEST.email }, USER_EXISTS],
    ['the username', { email: 'b@example.com' }, USERNAME_EXISTS],
  ])('is found by a look-up: %s', async (_what, fields, refusal) => {
    const { app, line } = await start({ connectionOptions: { requires_username: true } });
    await app.post({ ...REQUEST, username: 'ada' }).expect(200);
    line.fail('insert', { replyInstead: UNNAMED });

    expectFailure(await app.post({ ...REQUEST, username: 'ada', ...fields }), refusal as never);
  });

  it('is the user itself if it is stored', async () => {
    const { app, line } = await start();
    const { restore } = spyOnWarnings();
    line.fail('insert', { replyAfter: UNNAMED });

    await app.post(REQUEST).expect(200);

    restore();
  });

  it('is a 503 if the look-up of the address fails', async () => {
    const { app, line } = await start();
    line.fail('insert', { replyInstead: UNNAMED });
    // The look-up by _id finds none.
    line.fail('find', { replyInstead: { ok: 1, cursor: { id: 0n, ns: 'x.y', firstBatch: [] } } });
    line.fail('find', { replyInstead: { ok: 0, code: 13, errmsg: 'not allowed' } });

    expectFailure(await app.post(REQUEST), UNAVAILABLE);
  });
});
