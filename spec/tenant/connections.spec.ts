import { TemporarilyUnavailableError } from '../../lib/errors';
import {
  type ConnectionResolver,
  type Connections,
  createConnections,
  usernameLengths,
} from '../../lib/tenant/connections';
import type { ConnectionOptions, DatabaseConnection } from '../../lib/tenant/database-connection';

const OPTIONS = { signal: new AbortController().signal };

const DB: DatabaseConnection = { name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] };

const find = async (connections: Connections, name: string) => connections.find(name, OPTIONS);

describe('an array of connections', () => {
  it('finds a database by its name', async () => {
    const connections = createConnections([
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
    expect(await find(createConnections([DB]), name)).toBeUndefined();
  });

  it('finds a database whose name means something to JavaScript', async () => {
    const connections = createConnections([{ ...DB, name: 'constructor' }]);

    expect(await find(connections, 'constructor')).toMatchObject({ name: 'constructor' });
  });

  it('knows connections that are no databases, and finds none of them', async () => {
    const google = {
      name: 'google',
      strategy: 'google-oauth2',
      options: { attributes: {}, client_id: 'x' },
    };

    expect(await find(createConnections([google, DB]), 'google')).toBeUndefined();
  });

  it.each([{ options: undefined }, { options: null }, { options: {} }])(
    'asks for a good password and no username by default: %j',
    async ({ options }) => {
      const connections = createConnections([{ ...DB, options }]);
      const database = await find(connections, 'DB');

      expect(await database?.checkUsername('a/b')).toBeUndefined();
      expect(() => database?.checkPassword('weak', { email: 'a@example.com' })).toThrow(
        'Password is too weak',
      );
      expect(() => database?.checkPassword('Abcdef1!', { email: 'a@example.com' })).not.toThrow();
    },
  );

  it('asks for what the options say', async () => {
    const options = {
      passwordPolicy: 'none',
      requires_username: true,
      disable_signup: true,
      password_no_personal_info: { enable: true },
    } as const;
    const database = await find(createConnections([{ ...DB, options }]), 'DB');

    expect(database?.signupDisabled).toBe(true);
    await expect(database?.checkUsername(undefined)).rejects.toThrow('missing username for DB');
    expect(() => database?.checkPassword('xjohnx', { email: 'john@example.com' })).toThrow(
      'Password contains user information',
    );
  });

  it.each([{ enabled_clients: undefined }, { enabled_clients: null }, { enabled_clients: [] }])(
    'enables a database for nobody by default: %j',
    async ({ enabled_clients }) => {
      const connections = createConnections([{ ...DB, enabled_clients }]);

      expect((await find(connections, 'DB'))?.enabledClients.size).toBe(0);
    },
  );

  it("takes what else Auth0's connections have", async () => {
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

    expect(await find(createConnections([exported]), 'DB')).toBeDefined();
  });
});

describe('a connection that would not do what it says is refused', () => {
  const unsupported = 'this package does not honour it and sign-ups would ignore it; remove it';
  const known =
    'there is no such option; write one of password_complexity_options, password_dictionary, ' +
    'password_history, password_no_personal_info, password_options';

  it.each<[string, object, string]>([
    [
      'attributes',
      { attributes: { email: {} } },
      `options.attributes is { email: {} }; ${unsupported}`,
    ],
    [
      'scripts',
      { customScripts: { create: 'x' } },
      `options.customScripts is { create: 'x' }; ${unsupported}`,
    ],
    [
      'a database of its own',
      { enabledDatabaseCustomization: true },
      `options.enabledDatabaseCustomization is true; ${unsupported}`,
    ],
    [
      'blocked passwords',
      { authentication_methods: { password: { signup_behavior: 'block' } } },
      `options.authentication_methods.password.signup_behavior is 'block'; ${unsupported}`,
    ],
    [
      'no passwords',
      { authentication_methods: { password: { enabled: false } } },
      `options.authentication_methods.password.enabled is false; ${unsupported}`,
    ],
    [
      'a misspelt password option',
      { password_dictonary: {} },
      `options.password_dictonary is {}; ${known}`,
    ],
    [
      'a disable_signup that is no boolean',
      { disable_signup: 'no' },
      "options.disable_signup is 'no'; write true or false",
    ],
    [
      'a requires_username that is no boolean',
      { requires_username: 1 },
      'options.requires_username is 1; write true or false',
    ],
    [
      'an unknown policy',
      { passwordPolicy: 'better' },
      "options.passwordPolicy is 'better'; write one of 'none', 'low', 'fair', 'good', 'excellent'",
    ],
  ])('%s', (_title, options, message) => {
    expect(() => createConnections([{ ...DB, options }])).toThrow(
      new TypeError(`express-dbconnections: connections[0].${message}`),
    );
  });

  it.each<[string, unknown, string]>([
    [
      'no object',
      'DB',
      "connections[0] is 'DB'; write an Auth0 connection, such as { name: 'Users', … }",
    ],
    [
      'no name',
      { ...DB, name: undefined },
      'connections[0].name is undefined; write a non-empty string',
    ],
    ['an empty name', { ...DB, name: '' }, "connections[0].name is ''; write a non-empty string"],
    [
      'no strategy',
      { name: 'DB' },
      "connections[0].strategy is undefined; write 'auth0' for a database",
    ],
    [
      'clients that are no array',
      { ...DB, enabled_clients: 'CID' },
      "connections[0].enabled_clients is 'CID'; write an array of client IDs",
    ],
    [
      'a client that is no text',
      { ...DB, enabled_clients: ['CID', 7] },
      'connections[0].enabled_clients[1] is 7; write a non-empty string',
    ],
    [
      'options that are none',
      { ...DB, options: [] },
      'connections[0].options is []; write an object',
    ],
  ])('%s', (_title, connection, message) => {
    expect(() => createConnections([connection])).toThrow(
      new TypeError(`express-dbconnections: ${message}`),
    );
  });

  it('two connections of one name, databases or not', () => {
    const twins = [DB, { name: 'DB', strategy: 'google-oauth2' }];
    const message = "connections[1].name is 'DB'; two connections have this name";

    for (const connections of [twins, [...twins].reverse()]) {
      expect(() => createConnections(connections)).toThrow(
        new TypeError(`express-dbconnections: ${message}`),
      );
    }
  });
});

describe("a host's directory of connections", () => {
  const directory = (found: unknown): ConnectionResolver & { find: jest.Mock } => ({
    find: jest.fn(() => found as DatabaseConnection),
  });

  it.each([
    ['at once', DB],
    ['later', Promise.resolve(DB)],
  ])('finds a database %s', async (_when, found) => {
    expect(await find(createConnections(directory(found)), 'DB')).toMatchObject({
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
    expect(await find(createConnections(directory(found)), 'DB')).toBeUndefined();
  });

  it('is asked as a method, with the name as it came and the signal of the request', async () => {
    class Directory implements ConnectionResolver {
      readonly asked: unknown[] = [];
      find(...question: unknown[]) {
        this.asked.push(question);
        return null;
      }
    }
    const host = new Directory();

    await find(createConnections(host), 'constructor');

    expect(host.asked).toEqual([['constructor', OPTIONS]]);
  });

  it('is not asked for a name of more than 128 characters', async () => {
    const host = directory(DB);

    expect(await find(createConnections(host), 'x'.repeat(129))).toBeUndefined();
    expect(host.find).not.toHaveBeenCalled();
    expect(await find(createConnections(host), 'x'.repeat(128))).toBeDefined();
  });

  it.each<[string, () => never | Promise<never>]>([
    [
      'at once',
      () => {
        throw new Error('connection refused');
      },
    ],
    ['later', () => Promise.reject(new Error('connection refused'))],
  ])('that fails %s is a store that is down', async (_when, fail) => {
    const error = await find(createConnections({ find: fail }), 'DB').catch((caught) => caught);

    expect(error).toBeInstanceOf(TemporarilyUnavailableError);
    expect(error.cause).toEqual(new Error('connection refused'));
  });

  it('may say itself when it is down', async () => {
    const busy = new TemporarilyUnavailableError({ retryAfter: 30 });

    await expect(find(createConnections(directory(Promise.reject(busy))), 'DB')).rejects.toBe(busy);
  });

  it.each<[unknown, string]>([
    ['DB', "connections.find() is 'DB'"],
    [[DB], 'connections.find() is ['],
    [{}, 'connections.find().name is undefined'],
    [{ ...DB, options: { attributes: {} } }, 'connections.find().options.attributes is {}'],
  ])(
    'that finds nonsense is a fault of the host, not a store that is down: %j',
    async (found, named) => {
      const error = await find(createConnections(directory(found)), 'DB').catch((caught) => caught);

      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).toContain(`express-dbconnections: ${named}`);
    },
  );

  it.each<[unknown, string]>([
    [undefined, 'connections is undefined'],
    ['DB', "connections is 'DB'"],
    [{}, 'connections.find is undefined'],
    [{ find: 'x' }, "connections.find is 'x'"],
  ])('is refused when it cannot be asked: %s', (connections, named) => {
    expect(() => createConnections(connections)).toThrow(
      new TypeError(
        `express-dbconnections: ${named}; write an array of connections or { find(name) }`,
      ),
    );
  });
});

describe('the username options of a connection', () => {
  const AT = 'connections[0].options';
  const lengths = (username: object): ConnectionOptions => ({ validation: { username } });
  const connect = async (options: object) =>
    find(createConnections([{ ...DB, options } as DatabaseConnection]), 'DB');

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

    expect(usernameLengths(options, AT)).toEqual({ min, max });
    expect(await database?.checkUsername('x'.repeat(max))).toHaveLength(max);
    await expect(database?.checkUsername('x'.repeat(max + 1))).rejects.toThrow(
      `The username must not be longer than ${max} characters.`,
    );
  });

  it.each<[unknown, string]>([
    ['x', "validation is 'x'; write { username: { min, max } }"],
    [{ user: {} }, 'validation.user is {}; there is no such option; write one of username'],
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
      "validation.username.min is '3'; write a whole number from 1 to 128",
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
