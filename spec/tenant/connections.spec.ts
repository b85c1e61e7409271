import mongoose from 'mongoose';
import { TemporarilyUnavailableError } from '../../lib/errors';
import type { ConnectionResolver, DatabaseConnection } from '../../lib/options/connection';
import type { ConnectionOptions } from '../../lib/options/connection-options';
import type { Connections } from '../../lib/tenant/connections';
import { connectionsOf, optionSettings } from '../support/settings';

const OPTIONS = { signal: new AbortController().signal };

const DB: DatabaseConnection = { name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] };

const find = async (connections: Connections, name: string) => connections.find(name, OPTIONS);

describe('an array of connections', () => {
  it('finds a database by its name', async () => {
    const connections = connectionsOf([
      DB,
      { ...DB, name: 'DB2', enabled_clients: ['a', 'b', 'a'] },
    ]);

    expect(await find(connections, 'DB2')).toMatchObject({
      name: 'DB2',
      enabledClients: new Set(['a', 'b']),
      signupDisabled: false,
    });
  });

  it.each([
    '',
    'db',
    'DB ',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'x'.repeat(129),
  ])('finds none under another name: %s', async (name) => {
    expect(await find(connectionsOf([DB]), name)).toBeUndefined();
  });

  it('finds a database whose name is a property of every object', async () => {
    const connections = connectionsOf([{ ...DB, name: 'constructor' }]);

    expect(await find(connections, 'constructor')).toMatchObject({ name: 'constructor' });
  });

  it('finds no connection of another strategy', async () => {
    const google = {
      name: 'google',
      strategy: 'google-oauth2',
      options: { attributes: {}, client_id: 'x' },
    };

    expect(await find(connectionsOf([google, DB]), 'google')).toBeUndefined();
  });

  it.each([{ options: undefined }, { options: null }, { options: {} }])(
    'requires a good password and no username by default: %j',
    async ({ options }) => {
      const connections = connectionsOf([{ ...DB, options }]);
      const database = await find(connections, 'DB');

      expect(await database?.checkUsername('a/b')).toBeUndefined();
      expect(() => database?.checkPassword('weak', { email: 'a@example.com' })).toThrow(
        'Password is too weak',
      );
      expect(() => database?.checkPassword('Abcdef1!', { email: 'a@example.com' })).not.toThrow();
    },
  );

  it('applies the options', async () => {
    const options = {
      passwordPolicy: 'none',
      requires_username: true,
      disable_signup: true,
      password_no_personal_info: { enable: true },
    } as const;
    const database = await find(connectionsOf([{ ...DB, options }]), 'DB');

    expect(database?.signupDisabled).toBe(true);
    await expect(database?.checkUsername(undefined)).rejects.toThrow('missing username for DB');
    expect(() => database?.checkPassword('xjohnx', { email: 'john@example.com' })).toThrow(
      'Password contains user information',
    );
  });

  it.each([{ enabled_clients: undefined }, { enabled_clients: null }, { enabled_clients: [] }])(
    'enables a database for no client by default: %j',
    async ({ enabled_clients }) => {
      const connections = connectionsOf([{ ...DB, enabled_clients }]);

      expect((await find(connections, 'DB'))?.enabledClients.size).toBe(0);
    },
  );

  it("accepts the other keys of Auth0's connections", async () => {
    const exported = {
      ...DB,
      id: 'con_0123456789abcdef',
      display_name: 'Users',
      realms: ['DB'],
      is_domain_connection: false,
      metadata: {},
      options: {
        mfa: { active: true, return_enroll_settings: true },
        strategy_version: 2,
        brute_force_protection: true,
        import_mode: false,
        customScripts: {},
        enabledDatabaseCustomization: false,
        attributes: null,
        disable_signup: null,
        requires_username: null,
        validation: null,
        passwordPolicy: 'good',
        password_history: { enable: true, size: 5 },
        authentication_methods: {
          password: { enabled: true, signup_behavior: 'allow' },
          passkey: { enabled: false },
        },
      },
    };

    expect(await find(connectionsOf([exported]), 'DB')).toBeDefined();
  });
});

describe('a resolver of connections', () => {
  const directory = (found: unknown): ConnectionResolver & { find: jest.Mock } => ({
    find: jest.fn(() => found as DatabaseConnection),
  });

  it.each([
    ['at once', DB],
    ['later', Promise.resolve(DB)],
  ])('finds a database %s', async (_when, found) => {
    expect(await find(connectionsOf(directory(found)), 'DB')).toMatchObject({
      name: 'DB',
      enabledClients: new Set(['CID']),
    });
  });

  it.each([
    undefined,
    null,
    Promise.resolve(undefined),
    Promise.resolve(null),
    { name: 'google', strategy: 'google-oauth2' },
  ])('finds none with %s', async (found) => {
    expect(await find(connectionsOf(directory(found)), 'DB')).toBeUndefined();
  });

  it('is called as a method, with the unchanged name and the signal of the request', async () => {
    class Directory implements ConnectionResolver {
      readonly asked: unknown[] = [];
      find(...question: unknown[]) {
        this.asked.push(question);
        return null;
      }
    }
    const host = new Directory();

    await find(connectionsOf(host), 'constructor');

    expect(host.asked).toEqual([['constructor', OPTIONS]]);
  });

  it('is not called for a name of more than 128 characters', async () => {
    const host = directory(DB);

    expect(await find(connectionsOf(host), 'x'.repeat(129))).toBeUndefined();
    expect(host.find).not.toHaveBeenCalled();
    expect(await find(connectionsOf(host), 'x'.repeat(128))).toBeDefined();
  });

  it.each<[string, () => never | Promise<never>]>([
    [
      'at once',
      () => {
        throw new Error('connection refused');
      },
    ],
    ['later', () => Promise.reject(new Error('connection refused'))],
  ])('becomes a 503 when it fails %s', async (_when, fail) => {
    const error = await find(connectionsOf({ find: fail }), 'DB').catch((caught) => caught);

    expect(error).toBeInstanceOf(TemporarilyUnavailableError);
    expect(error.cause).toEqual(new Error('connection refused'));
  });

  it('may throw a TemporarilyUnavailableError of its own', async () => {
    const busy = new TemporarilyUnavailableError({ retryAfter: 30 });

    await expect(find(connectionsOf(directory(Promise.reject(busy))), 'DB')).rejects.toBe(busy);
  });

  it.each<[unknown, string]>([
    ['DB', 'connections.find() is a string'],
    [[DB], 'connections.find() is an array'],
    [{}, 'connections.find().name is undefined'],
    [new Map(Object.entries(DB)), 'connections.find() is an instance of Map'],
    [{ ...DB, options: { attributes: {} } }, 'connections.find().options.attributes is an object'],
    [{ ...DB, enabled_client: ['CID'] }, 'connections.find().enabled_client is an array'],
  ])('rejects a wrong connection with a TypeError, which is no 503: %j', async (found, named) => {
    const error = await find(connectionsOf(directory(found)), 'DB').catch((caught) => caught);

    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(`express-dbconnections: ${named}`);
  });

  it('advises lean() for a document of Mongoose', async () => {
    const Connection = mongoose.model('Connection', new mongoose.Schema({ name: String }));
    const document = new Connection({ name: 'DB' });

    await expect(find(connectionsOf(directory(document)), 'DB')).rejects.toThrow(
      'express-dbconnections: connections.find() is an instance of model; write an Auth0 connection ' +
        "as a plain object, such as { name: 'Users', strategy: 'auth0' }; Mongoose's lean() returns plain objects",
    );
  });

  it('compiles an object once, however often it is found', async () => {
    const connections = connectionsOf(directory(DB));

    const [first, second] = [await find(connections, 'DB'), await find(connections, 'DB')];

    expect(first).toBeDefined();
    expect(second).toBe(first);
    const another = connectionsOf({ find: () => ({ ...DB }) });
    expect(await find(another, 'DB')).not.toBe(await find(another, 'DB'));
  });

  it('compiles a connection of another strategy once as well', async () => {
    const strategy = jest.fn(() => 'google-oauth2');
    const google = Object.defineProperty({ name: 'google', strategy: '' }, 'strategy', {
      get: strategy,
    });
    const connections = connectionsOf(directory(google));

    expect(await find(connections, 'google')).toBeUndefined();
    const reads = strategy.mock.calls.length;
    expect(await find(connections, 'google')).toBeUndefined();
    expect(strategy).toHaveBeenCalledTimes(reads);
  });
});

describe('the username options of a connection', () => {
  const AT = 'connections[0].options';
  const lengths = (username: object): ConnectionOptions => ({ validation: { username } });
  const connect = async (options: object) =>
    find(connectionsOf([{ ...DB, options } as DatabaseConnection]), 'DB');

  it.each([
    { options: {}, min: 1, max: 15 },
    { options: { validation: null }, min: 1, max: 15 },
    { options: { validation: {} }, min: 1, max: 15 },
    { options: { validation: { username: null } }, min: 1, max: 15 },
    { options: lengths({ min: 3 }), min: 3, max: 15 },
    { options: lengths({ max: 20 }), min: 1, max: 20 },
    { options: lengths({ min: 20 }), min: 20, max: 20 },
    { options: lengths({ min: 128, max: 128 }), min: 128, max: 128 },
  ])('allow $min to $max characters with $options', async ({ options, min, max }) => {
    const database = await connect({ ...options, requires_username: true });

    expect(optionSettings(options).validation.username).toEqual({ min, max });
    expect(await database?.checkUsername('x'.repeat(max))).toHaveLength(max);
    await expect(database?.checkUsername('x'.repeat(max + 1))).rejects.toThrow(
      `The username must not be longer than ${max} characters.`,
    );
  });

  it.each<[unknown, string]>([
    ['x', 'validation is a string; write { username: { min, max } }'],
    [{ user: {} }, 'validation.user is an object; there is no such option; write one of username'],
    [{ username: 15 }, 'validation.username is 15; write { min, max }'],
    [
      { username: { length: 3 } },
      'validation.username.length is 3; there is no such option; write one of min, max',
    ],
    [{ username: { min: 0 } }, 'validation.username.min is 0; write a whole number from 1 to 128'],
    [
      { username: { min: 1.5 } },
      'validation.username.min is 1.5; write a whole number from 1 to 128',
    ],
    [
      { username: { min: '3' } },
      'validation.username.min is a string; write a whole number from 1 to 128',
    ],
    [
      { username: { max: 129 } },
      'validation.username.max is 129; write a whole number from 1 to 128',
    ],
    [
      { username: { min: 5, max: 4 } },
      'validation.username.max is 4; write a whole number from 5 to 128',
    ],
  ])('are checked, also where no username is required: %j', async (validation, message) => {
    for (const requires_username of [true, false]) {
      await expect(connect({ validation, requires_username })).rejects.toThrow(
        new TypeError(`express-dbconnections: ${AT}.${message}`),
      );
    }
  });

  it.each([{ requires_username: false }, { requires_username: null }])(
    'leave the username unread with %j',
    async (options) => {
      const database = await connect(options);

      for (const username of ['johndoe', 'a/b', 'a\0b', 7, {}, null, undefined, 'x'.repeat(1000)]) {
        expect(await database?.checkUsername(username)).toBeUndefined();
      }
    },
  );
});
