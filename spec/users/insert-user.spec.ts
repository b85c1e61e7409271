import { once } from 'node:events';
import {
  TemporarilyUnavailableError,
  type User,
  UserExistsError,
  UsernameExistsError,
  userModel,
} from 'express-dbconnections';
import { startMongoDB } from 'express-dbconnections/testing';
import mongoose, { type Connection, type ConnectOptions, type Model, type Schema } from 'mongoose';
import { insertUser } from '../../lib/users/insert-user';
import type { DatabaseLine } from '../support/database-line';
import { protocolFailure } from '../support/expect-failure';
import { expectRefusal } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const { database } = apps;
let count = 0;

const NEW_USER = { connection: 'DB', email: 'a@example.com', password_hash: '$2b$04$hash' };

async function freshModel(on: Connection, extend?: (schema: Schema) => void): Promise<Model<User>> {
  count += 1;
  const names = { name: `Inserted${count}`, collection: `inserted_${count}` };
  const model = userModel(on, { ...names, ...(extend && { extend }) });
  await model.createIndexes();
  return model;
}

describe('a new user', () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await database.connect();
  });

  it('is stored unverified, and returned as it is stored', async () => {
    const users = await freshModel(connection);
    const user = {
      ...NEW_USER,
      username: 'johndoe',
      given_name: 'John',
      family_name: 'Doe',
      name: 'John Doe',
      nickname: 'johnny',
      picture: 'http://example.org/jdoe.png',
      user_metadata: { plan: 'silver', 'a[0]': 'x' },
    };

    const stored = await insertUser(users, user);
    const { _id } = stored;

    expect(_id).toBeInstanceOf(mongoose.Types.ObjectId);
    const { connection: _, password_hash: __, ...shown } = user;
    expect(stored).toStrictEqual({ ...shown, _id, email_verified: false });
    expect(await storedUsers({ users })).toStrictEqual([
      {
        ...user,
        _id: String(_id),
        email_verified: false,
        created_at: expect.any(Date),
        updated_at: expect.any(Date),
      },
    ]);
  });

  it('has no field that it was not given', async () => {
    const users = await freshModel(connection);

    await insertUser(users, { ...NEW_USER, username: undefined, user_metadata: undefined });

    const [stored = {}] = await storedUsers({ users });
    expect(Object.keys(stored).sort()).toEqual([
      '_id',
      'connection',
      'created_at',
      'email',
      'email_verified',
      'password_hash',
      'updated_at',
    ]);
  });

  it('has only the fields of a user, whatever else the object has', async () => {
    const users = await freshModel(connection);
    const more = { ...NEW_USER, _id: 'x', email_verified: true, app_metadata: { admin: true } };

    await insertUser(users, more);

    const [stored] = await storedUsers({ users });
    expect(stored).toMatchObject({ email_verified: false });
    expect(stored).not.toHaveProperty('app_metadata');
  });

  it('goes through the hooks and defaults of the host', async () => {
    const users = await freshModel(connection, (schema) => {
      schema.add({ plan: { type: String, default: 'free' } });
      schema.pre('save', function () {
        this.set('nickname', 'from a hook');
      });
    });

    await insertUser(users, NEW_USER);

    expect(await storedUsers({ users })).toMatchObject([{ plan: 'free', nickname: 'from a hook' }]);
  });

  it.each([
    ['an error', new Error('not today')],
    ['a text', 'not today'],
  ])(
    'that a hook of the host refuses leads to the reason of the hook: %s',
    async (_title, refusal) => {
      const users = await freshModel(connection, (schema) => {
        schema.pre('save', () => Promise.reject(refusal));
      });

      await expect(insertUser(users, NEW_USER)).rejects.toBe(refusal);
      expect(await storedUsers({ users })).toEqual([]);
    },
  );
});

describe('a value that is taken', () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await database.connect();
  });

  it('is recognised by its index: the address', async () => {
    const users = await freshModel(connection);
    await insertUser(users, NEW_USER);

    await expect(insertUser(users, { ...NEW_USER, username: 'johndoe' })).rejects.toEqual(
      new UserExistsError(),
    );
  });

  it('is recognised by its index: the username', async () => {
    const users = await freshModel(connection);
    await insertUser(users, { ...NEW_USER, username: 'johndoe' });

    const other = { ...NEW_USER, email: 'b@example.com', username: 'johndoe' };
    await expect(insertUser(users, other)).rejects.toEqual(new UsernameExistsError());
  });

  it('is reported without the message of the driver, which contains it', async () => {
    const users = await freshModel(connection);
    await insertUser(users, NEW_USER);

    const error = await insertUser(users, NEW_USER).catch((caught) => caught);

    expect(error.cause).toBeUndefined();
    expect(JSON.stringify([error, error.message, error.stack])).not.toContain('a@example.com');
  });

  it("leads to the driver's error if it is in another field", async () => {
    const users = await freshModel(connection, (schema) => {
      schema.add({ phone: { type: String, default: '+12345678900' } });
      schema.index({ phone: 1 }, { unique: true });
    });
    await insertUser(users, NEW_USER);

    await expect(insertUser(users, { ...NEW_USER, email: 'b@example.com' })).rejects.toMatchObject({
      name: 'MongoServerError',
      code: 11000,
      keyPattern: { phone: 1 },
    });
  });

  it.each<[string, object]>([
    ['of more than the address', { connection: 1, email: 1, name: 1 }],
    ['of a username, which the user does not have', { connection: 1, username: 1 }],
    ['that the server does not name', {}],
  ])(
    'is not reported as an address that no user has if the index is one %s',
    async (_title, keyPattern) => {
      const line = await database.line();
      const users = await freshModel(await database.connect({}, line));
      const duplicate = {
        index: 0,
        code: 11000,
        errmsg: 'E11000 duplicate key error collection: test.users index: connection_1_email_1',
        keyPattern,
        keyValue: {},
      };
      line.fail('insert', { replyInstead: { ok: 1, n: 0, writeErrors: [duplicate] } });

      await expect(insertUser(users, NEW_USER)).rejects.toMatchObject({ code: 11000, keyPattern });
    },
  );

  it('leads to a 500 if it is in a field of the host, who gets the cause', async () => {
    const users = await freshModel(connection, (schema) => {
      schema.add({ phone: { type: String, default: '+12345678900' } });
      schema.index({ phone: 1 }, { unique: true });
    });
    const app = await apps.start({ users });
    await app.router.ready();
    await app.post(REQUEST);

    await expectRefusal(
      app,
      { ...REQUEST, email: 'b@example.com' },
      protocolFailure(500, 'server_error', 'The sign-up could not be completed.'),
    );
    expect(app.errors).toMatchObject([
      { name: 'ServerError', cause: { keyPattern: { phone: 1 } } },
    ]);
  });
});

describe('over a line that fails', () => {
  let line: DatabaseLine;
  beforeEach(async () => {
    line = await database.line();
  });

  const modelOverLine = async (options: ConnectOptions = {}) =>
    // As on a standalone server: the driver retries writes in a replica set only.
    freshModel(await database.connect({ retryWrites: false, ...options }, line));

  const duplicateId = { index: 0, code: 11000, errmsg: 'E11000', keyPattern: { _id: 1 } };

  async function failure(users: Model<User>): Promise<TemporarilyUnavailableError> {
    const error = await insertUser(users, NEW_USER).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TemporarilyUnavailableError);
    expect(error).toHaveProperty('reason', 'store');
    return error as TemporarilyUnavailableError;
  }

  describe('a user counts as stored', () => {
    it('when the connection is cut after the insert: it is looked up', async () => {
      const users = await modelOverLine();
      line.fail('insert', 'drop after');

      const { _id } = await insertUser(users, NEW_USER);

      expect(await storedUsers({ users })).toMatchObject([{ _id: String(_id) }]);
    });

    it.each<[string, object]>([
      [
        'too few members of the replica set have it',
        {
          ok: 1,
          n: 1,
          writeConcernError: { code: 64, errmsg: 'waiting for replication timed out' },
        },
      ],
      ["the driver's second try met the first one", { ok: 1, n: 0, writeErrors: [duplicateId] }],
      ['it is lost', { ok: 0, code: 11600, errmsg: 'interrupted at shutdown' }],
    ])('when the reply is that %s: it is looked up', async (_title, answer) => {
      const users = await modelOverLine();
      line.fail('insert', { replyAfter: answer });

      const { _id } = await insertUser(users, NEW_USER);

      expect(await storedUsers({ users })).toMatchObject([{ _id: String(_id) }]);
    });

    it('after a look-up on the primary, whatever the read preference of the connection', async () => {
      const modes: unknown[] = [];
      const options = { retryWrites: false, readPreference: 'secondaryPreferred' } as const;
      const users = await freshModel(await database.connect(options, line), (schema) => {
        schema.pre('findOne', function () {
          modes.push((this.getOptions().readPreference as { mode?: unknown } | undefined)?.mode);
        });
      });
      line.fail('insert', 'drop after');

      await insertUser(users, NEW_USER);

      expect(modes).toEqual(['primary']);
    });
  });

  describe('the store is unavailable', () => {
    it('when the connection is cut before the insert', async () => {
      const users = await modelOverLine();
      line.fail('insert', 'drop before');

      expect((await failure(users)).cause).toBeInstanceOf(mongoose.mongo.MongoNetworkError);
      expect(await storedUsers({ users })).toEqual([]);
    });

    it('when it does not reply within the timeout of the driver', async () => {
      const users = await modelOverLine({ socketTimeoutMS: 300 });
      line.fail('insert', 'hold');

      expect((await failure(users)).cause).toMatchObject({ name: 'MongoNetworkTimeoutError' });
    });

    it("when the driver's monitor finds that it hangs", async () => {
      const users = await modelOverLine({
        connectTimeoutMS: 300,
        heartbeatFrequencyMS: 500,
        serverMonitoringMode: 'poll',
        serverSelectionTimeoutMS: 400,
        monitorCommands: true,
      });
      const failed = once(users.db.getClient(), 'commandFailed');
      line.fail('insert', 'hold');
      line.fail('hello', 'hold', Infinity);

      await failure(users);
      expect(await failed).toMatchObject([{ failure: { name: 'PoolClearedOnNetworkError' } }]);
    });

    it('when the reply and the look-up are lost', async () => {
      const users = await modelOverLine({ serverSelectionTimeoutMS: 400 });
      line.fail('insert', 'drop after');
      line.fail('find', 'drop before', Infinity);

      await failure(users);
    });

    it('when it accepts no connections any more', async () => {
      const users = await modelOverLine({ bufferCommands: false, serverSelectionTimeoutMS: 400 });
      await line.cut();

      await failure(users);
    });

    it('when the buffering of Mongoose times out', async () => {
      const users = await modelOverLine({ serverSelectionTimeoutMS: 400 });
      users.schema.set('bufferTimeoutMS', 50);
      await line.cut();

      await failure(users);
    });

    it('once the host has closed the connection', async () => {
      const users = await modelOverLine({ bufferCommands: false });
      await users.db.close();

      await failure(users);
    });

    it.each([
      [10107, 'NotWritablePrimary'],
      [91, 'ShutdownInProgress'],
      [262, 'ExceededTimeLimit'],
    ])('when it replies with code %i, %s', async (code, codeName) => {
      const users = await modelOverLine();
      line.fail('insert', { replyInstead: { ok: 0, code, codeName, errmsg: 'later' } });

      expect((await failure(users)).cause).toMatchObject({ name: 'MongoServerError', code });
    });

    it('when its disk is full', async () => {
      const users = await modelOverLine();
      const full = { index: 0, code: 14031, errmsg: 'out of disk space' };
      line.fail('insert', { replyInstead: { ok: 1, n: 0, writeErrors: [full] } });

      expect((await failure(users)).cause).toMatchObject({ code: 14031 });
    });

    it('when it replies that the new ID is taken, and no user has it', async () => {
      const users = await modelOverLine();
      line.fail('insert', { replyInstead: { ok: 1, n: 0, writeErrors: [duplicateId] } });

      expect((await failure(users)).cause).toMatchObject({ code: 11000 });
    });

    it('until the line is repaired', async () => {
      const users = await modelOverLine({ bufferCommands: false, serverSelectionTimeoutMS: 400 });
      await line.cut();
      await failure(users);

      await line.restore();

      await expect(insertUser(users, NEW_USER)).resolves.toMatchObject({ email: NEW_USER.email });
    });
  });

  it.each([
    [13, 'Unauthorized'],
    [121, 'DocumentValidationFailure'],
    [59, 'CommandNotFound'],
  ])(
    'a permanent error of the server is passed on unchanged: code %i, %s',
    async (code, codeName) => {
      const users = await modelOverLine();
      line.fail('insert', { replyInstead: { ok: 0, code, codeName, errmsg: 'never' } });

      await expect(insertUser(users, NEW_USER)).rejects.toMatchObject({
        name: 'MongoServerError',
        code,
      });
    },
  );
});

describe('a server that is stopped and started again', () => {
  it('refuses meanwhile, and accepts users afterwards', async () => {
    const first = await startMongoDB();
    const connection = mongoose.createConnection(first.uri, {
      bufferCommands: false,
      serverSelectionTimeoutMS: 400,
      minHeartbeatFrequencyMS: 20,
    });
    await connection.asPromise();
    const users = await freshModel(connection);
    await insertUser(users, NEW_USER);

    await first.close();
    await expect(insertUser(users, NEW_USER)).rejects.toThrow(TemporarilyUnavailableError);

    const second = await startMongoDB({ port: Number(new URL(first.uri).port) });
    await expect(insertUser(users, NEW_USER)).resolves.toMatchObject({ email: NEW_USER.email });

    await connection.close();
    await second.close();
  });
});
