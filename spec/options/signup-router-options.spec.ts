import {
  bcryptHasher,
  type Client,
  type DatabaseConnection,
  type PasswordHasher,
  type SignupRouter,
  type SignupRouterOptions,
  signupRouter,
  userModel,
} from 'express-dbconnections';
import mongoose from 'mongoose';
import {
  AUTH0_CLIENT_KEYS,
  AUTH0_CONNECTION_KEYS,
  AUTH0_CONNECTION_OPTION_KEYS,
} from '../../lib/options/auth0-keys';

// A connection that is never opened: checking options needs none.
const connection = mongoose.createConnection();
const users = userModel(connection);

const CLIENT: Client = { client_id: 'my-app' };
const CONNECTION: DatabaseConnection = {
  name: 'DB',
  strategy: 'auth0',
  enabled_clients: ['my-app'],
};

const hasher: PasswordHasher = {
  async hash() {
    return 'hash';
  },
  async verify() {
    return false;
  },
};

const OPTIONS: SignupRouterOptions = {
  users,
  clients: [CLIENT],
  connections: [CONNECTION],
  hasher,
};

function make(options: Readonly<Record<string, unknown>>): SignupRouter {
  return signupRouter({ ...OPTIONS, ...options } as SignupRouterOptions);
}

async function expectAccepted(options: Readonly<Record<string, unknown>>): Promise<void> {
  const router = make(options);
  expect(typeof router).toBe('function');
  await router.close();
}

function withConnection(options: unknown): Readonly<Record<string, unknown>> {
  return { connections: [{ ...CONNECTION, options }] };
}

/** Expects a TypeError that names the option, describes its value and says what to write. */
function expectRefused(options: Readonly<Record<string, unknown>>, message: string | RegExp): void {
  let error: unknown;
  try {
    make(options);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(TypeError);
  const text = (error as Error).message;
  expect(text.startsWith('express-dbconnections: ')).toBe(true);
  if (typeof message === 'string') {
    expect(text).toBe(`express-dbconnections: ${message}`);
  } else {
    expect(text).toMatch(message);
  }
}

function escaped(text: string): string {
  return text.replace(/[.[\]]/g, '\\$&');
}

function nulls(keys: readonly string[]): Readonly<Record<string, null>> {
  return Object.fromEntries(keys.map((key) => [key, null]));
}

type Refusal = readonly [options: Readonly<Record<string, unknown>>, message: string | RegExp];

afterAll(() => connection.close());

describe('signupRouter(options)', () => {
  it.each([[undefined], [null], ['x'], [1], [[]], [() => OPTIONS]])('rejects %p', (options) => {
    expect(() => signupRouter(options as never)).toThrow(TypeError);
    expect(() => signupRouter(options as never)).toThrow(
      /^express-dbconnections: signupRouter options is .+; write an object$/,
    );
  });

  it('accepts frozen options', async () => {
    await expectAccepted(Object.freeze({ ...OPTIONS }));
  });

  it('rejects an option that does not exist', () => {
    expectRefused(
      { rateLimits: false },
      'rateLimits is false; there is no such option; write one of users, clients, connections, ' +
        'default_directory, flags, hasher, rateLimit, cors, bodyLimit, timeout',
    );
  });

  it('treats undefined as not given, in every option that may be absent', async () => {
    await expectAccepted({
      default_directory: undefined,
      flags: undefined,
      hasher: undefined,
      rateLimit: undefined,
      cors: undefined,
      bodyLimit: undefined,
      timeout: undefined,
    });
  });
});

describe('users', () => {
  const plain = connection.model('Plain', new mongoose.Schema({ email: String }));

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a connection', connection],
    ["a model of the host's own", plain],
    ['an object', {}],
    ['a string', 'database_users'],
    ['a function', () => users],
  ])('rejects %s', (_what, value) => {
    expectRefused(
      { users: value },
      /^express-dbconnections: users is .*; write the model that userModel\(mongoose\.connection\) returns$/s,
    );
  });
});

describe('clients', () => {
  const ADVICE = 'write an array of clients or { find(client_id), allowsOrigin(origin) }';
  const A_CLIENT =
    "write an Auth0 client as a plain object, such as { client_id: 'my-app' }; " +
    "Mongoose's lean() returns plain objects";
  const AN_ORIGIN = "write an origin without a path, such as 'https://app.example.com'";
  const origins = (...allowed_origins: unknown[]) => ({
    clients: [{ client_id: 'a', allowed_origins }],
  });

  it.each<Refusal>([
    [{ clients: undefined }, `clients is undefined; ${ADVICE}`],
    [{ clients: null }, `clients is null; ${ADVICE}`],
    [{ clients: 'my-app' }, `clients is a string; ${ADVICE}`],
    [{ clients: CLIENT }, `clients is an object; ${ADVICE}`],
    [{ clients: { find() {} } }, `clients is an object; ${ADVICE}`],
    [{ clients: { find: 'x', allowsOrigin() {} } }, `clients is an object; ${ADVICE}`],
    [{ clients: ['my-app'] }, `clients[0] is a string; ${A_CLIENT}`],
    [{ clients: [CLIENT, null] }, `clients[1] is null; ${A_CLIENT}`],
    [{ clients: [[]] }, `clients[0] is an array; ${A_CLIENT}`],
    [{ clients: [{}] }, 'clients[0].client_id is undefined; write a non-empty string'],
    [
      { clients: [{ client_id: '' }] },
      'clients[0].client_id is an empty string; write a non-empty string',
    ],
    [{ clients: [{ client_id: 7 }] }, 'clients[0].client_id is 7; write a non-empty string'],
    [
      { clients: [CLIENT, { client_id: 'b' }, CLIENT] },
      'clients[2].client_id is a string; element 0 of the array has the same client_id; remove one of them',
    ],
    [
      { clients: [{ client_id: 'a', global: 'yes' }] },
      'clients[0].global is a string; write true or false',
    ],
    [
      { clients: [{ client_id: 'a', allowed_origins: 'https://a.example' }] },
      'clients[0].allowed_origins is a string; write an array of origins',
    ],
    [origins(1), `clients[0].allowed_origins[0] is 1; ${AN_ORIGIN}`],
    [origins(''), `clients[0].allowed_origins[0] is an empty string; ${AN_ORIGIN}`],
    ...[
      'a.example',
      '*',
      'https://',
      'https://*',
      'https://*.',
      'https://a.example/path',
      'https://a.example//',
      'https://a.example?x',
      'https://a.example#x',
      'https://user@a.example',
      'https://a.*.example',
      'https://*a.example',
      'https://a example',
      ' https://a.example',
      'null',
    ].map(
      (origin): Refusal => [
        origins('https://ok.example', origin),
        `clients[0].allowed_origins[1] is a string; ${AN_ORIGIN}`,
      ],
    ),
    [
      { clients: [{ client_id: 'a', allowed_origins: [], callbacks: 'https://a.example' }] },
      'clients[0].callbacks is a string; write an array of URLs',
    ],
    [
      { clients: [{ client_id: 'a', allowed_origins: [], callbacks: [1] }] },
      'clients[0].callbacks[0] is 1; write a non-empty string',
    ],
  ])('rejects %j: %s', (options, message) => {
    expectRefused(options, message);
  });

  it.each([
    ['no clients at all', []],
    ['keys of Auth0 that sign-up does not read', [{ ...CLIENT, tenant: 't', jwt: {} }]],
    ['null for an absent key', [{ ...CLIENT, allowed_origins: null, callbacks: null }]],
    [
      'two global clients',
      [
        { client_id: 'a', global: true },
        { client_id: 'b', global: true },
      ],
    ],
    [
      'origins with ports, wildcards, other schemes and a final slash',
      [
        {
          client_id: 'a',
          allowed_origins: [
            'http://localhost:3000',
            'https://*.example.com',
            'https://app.example.com/',
            'capacitor://localhost',
            'chrome-extension://abcdef',
            'http://[::1]:8080',
          ],
        },
      ],
    ],
    [
      'callbacks that are not web addresses',
      [{ client_id: 'a', allowed_origins: [], callbacks: ['com.example.app:/cb', 'x'] }],
    ],
    ['a resolver', { find() {}, allowsOrigin() {} }],
  ])('accepts %s', async (_what, clients) => {
    await expectAccepted({ clients });
  });

  it('accepts a resolver that is an instance of a class', async () => {
    class Resolver {
      find() {
        return undefined;
      }
      allowsOrigin() {
        return false;
      }
    }
    await expectAccepted({ clients: new Resolver() });
  });
});

describe('connections', () => {
  const ADVICE = 'write an array of connections or { find(name) }';
  const A_CONNECTION =
    "write an Auth0 connection as a plain object, such as { name: 'Users', strategy: 'auth0' }; " +
    "Mongoose's lean() returns plain objects";

  it.each<Refusal>([
    [{ connections: undefined }, `connections is undefined; ${ADVICE}`],
    [{ connections: null }, `connections is null; ${ADVICE}`],
    [{ connections: 'DB' }, `connections is a string; ${ADVICE}`],
    [{ connections: {} }, `connections is an object; ${ADVICE}`],
    [{ connections: { find: true } }, `connections is an object; ${ADVICE}`],
    [{ connections: ['DB'] }, `connections[0] is a string; ${A_CONNECTION}`],
    [{ connections: [CONNECTION, null] }, `connections[1] is null; ${A_CONNECTION}`],
    [
      { connections: [{ strategy: 'auth0' }] },
      'connections[0].name is undefined; write a non-empty string',
    ],
    [
      { connections: [{ name: '', strategy: 'auth0' }] },
      'connections[0].name is an empty string; write a non-empty string',
    ],
    [
      { connections: [{ name: 'DB' }] },
      "connections[0].strategy is undefined; write 'auth0' for a database",
    ],
    [
      { connections: [{ name: 'DB', strategy: ['auth0'] }] },
      "connections[0].strategy is an array; write 'auth0' for a database",
    ],
    [
      { connections: [CONNECTION, { ...CONNECTION, strategy: 'google-oauth2' }] },
      'connections[1].name is a string; element 0 of the array has the same name; remove one of them',
    ],
    [
      { connections: [{ ...CONNECTION, strategy: 'google-oauth2' }, CONNECTION] },
      'connections[1].name is a string; element 0 of the array has the same name; remove one of them',
    ],
    [
      { connections: [{ ...CONNECTION, enabled_clients: 'my-app' }] },
      'connections[0].enabled_clients is a string; write an array of client IDs',
    ],
    [
      { connections: [{ ...CONNECTION, enabled_clients: [null] }] },
      'connections[0].enabled_clients[0] is null; write a non-empty string',
    ],
    [withConnection('good'), "connections[0].options is 'good'; write an object"],
    [withConnection([]), 'connections[0].options is an array; write an object'],
  ])('rejects %j: %s', (options, message) => {
    expectRefused(options, message);
  });

  it.each([
    ['no connections at all', []],
    [
      'connections of other strategies, whatever their options',
      [{ name: 'google', strategy: 'google-oauth2', options: { attributes: {}, password_x: 1 } }],
    ],
    [
      'clients in enabled_clients that are not listed',
      [{ ...CONNECTION, enabled_clients: ['my-app', 'x', 'x'] }],
    ],
    [
      'null for an absent key',
      [{ name: 'DB', strategy: 'auth0', enabled_clients: null, options: null }],
    ],
    ['a resolver', { find() {} }],
  ])('accepts %s', async (_what, connections) => {
    await expectAccepted({ connections });
  });

  it("accepts the pasted responses of Auth0's Management API", async () => {
    await expectAccepted({
      clients: [
        {
          tenant: 'acme',
          global: false,
          is_token_endpoint_ip_header_trusted: false,
          name: 'My App',
          is_first_party: true,
          oidc_conformant: true,
          sso_disabled: false,
          cross_origin_authentication: false,
          allowed_clients: [],
          callbacks: ['https://app.example.com/callback', 'http://localhost:3000'],
          allowed_origins: ['https://app.example.com'],
          web_origins: [],
          refresh_token: { rotation_type: 'non-rotating', leeway: 0 },
          signing_keys: [{ cert: '…' }],
          client_id: 'my-app',
          client_metadata: {},
          jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 36000 },
          grant_types: ['authorization_code'],
        },
      ],
      connections: [
        {
          id: 'con_dqoO3J23QCEvZ85b',
          options: {
            mfa: { active: true, return_enroll_settings: true },
            import_mode: false,
            configuration: {},
            customScripts: {},
            disable_signup: false,
            passwordPolicy: 'good',
            passkey_options: { challenge_ui: 'both', local_enrollment_enabled: true },
            password_history: { size: 5, enable: false },
            strategy_version: 2,
            requires_username: false,
            password_dictionary: { enable: true, dictionary: ['acme'] },
            brute_force_protection: true,
            authentication_methods: {
              passkey: { enabled: false },
              password: { enabled: true, api_behavior: 'required', signup_behavior: 'allow' },
            },
            password_no_personal_info: { enable: true },
            password_complexity_options: { min_length: 8 },
            enabledDatabaseCustomization: false,
            disable_self_service_change_password: false,
            realm_fallback: false,
            upstream_params: null,
            non_persistent_attrs: [],
            validation: null,
            attributes: null,
            password_options: null,
          },
          strategy: 'auth0',
          name: 'DB',
          display_name: 'Users',
          is_domain_connection: false,
          realms: ['DB'],
          enabled_clients: ['my-app', 'another'],
          metadata: {},
        },
      ],
      flags: {
        enable_public_signup_user_exists_error: true,
        improved_signup_bot_detection_in_classic: false,
        allow_legacy_delegation_grant_types: null,
      },
    });
  });

  describe('options that would change sign-up and are not supported', () => {
    const UNSUPPORTED = 'this package does not support it and sign-ups would ignore it; remove it';

    it.each<Refusal>([
      [
        withConnection({ attributes: { email: { unique: true } } }),
        `connections[0].options.attributes is an object; ${UNSUPPORTED}`,
      ],
      [
        withConnection({ customScripts: { create: 'function create() {}' } }),
        `connections[0].options.customScripts is an object; ${UNSUPPORTED}`,
      ],
      [
        withConnection({ customScripts: 'function create() {}' }),
        `connections[0].options.customScripts is a string; ${UNSUPPORTED}`,
      ],
      [
        withConnection({ non_persistent_attrs: ['picture'] }),
        `connections[0].options.non_persistent_attrs is an array; ${UNSUPPORTED}`,
      ],
      [
        withConnection({ enabledDatabaseCustomization: 'true' }),
        'connections[0].options.enabledDatabaseCustomization is a string; write true or false',
      ],
      [
        withConnection({ authentication_methods: { password: { signup_behavior: 'Block' } } }),
        "connections[0].options.authentication_methods.password.signup_behavior is a string; write one of 'allow', 'block'",
      ],
      [
        withConnection({ enabledDatabaseCustomization: true }),
        `connections[0].options.enabledDatabaseCustomization is true; ${UNSUPPORTED}`,
      ],
      [
        withConnection({ authentication_methods: { password: { signup_behavior: 'block' } } }),
        `connections[0].options.authentication_methods.password.signup_behavior is 'block'; ${UNSUPPORTED}`,
      ],
      [
        withConnection({ authentication_methods: { password: { enabled: false } } }),
        `connections[0].options.authentication_methods.password.enabled is false; ${UNSUPPORTED}`,
      ],
    ])('rejects %j', (options, message) => {
      expectRefused(options, message);
    });

    it.each([
      [{ attributes: null }],
      [{ attributes: undefined }],
      [{ customScripts: {} }],
      [{ customScripts: null }],
      [{ non_persistent_attrs: [] }],
      [{ non_persistent_attrs: null }],
      [{ enabledDatabaseCustomization: false }],
      [{ enabledDatabaseCustomization: null }],
      [{ authentication_methods: null }],
      [{ authentication_methods: {} }],
      [{ authentication_methods: { password: null } }],
      [{ authentication_methods: { password: { enabled: true, signup_behavior: 'allow' } } }],
    ])('accepts %j', async (options) => {
      await expectAccepted(withConnection(options));
    });
  });

  describe('options that are misspelt or wrong', () => {
    const AT = 'connections[0].options';

    it.each<Refusal>([
      [
        withConnection({ password_policy: 'good' }),
        `${AT}.password_policy is 'good'; there is no such option; write one of ` +
          'password_complexity_options, password_dictionary, password_history, ' +
          'password_no_personal_info, password_options',
      ],
      [
        withConnection({ password_dictonary: {} }),
        `${AT}.password_dictonary is an object; there is no such option; write one of ` +
          'password_complexity_options, password_dictionary, password_history, ' +
          'password_no_personal_info, password_options',
      ],
      [
        withConnection({ disable_signup: 'true' }),
        `${AT}.disable_signup is a string; write true or false`,
      ],
      [
        withConnection({ requires_username: 1 }),
        `${AT}.requires_username is 1; write true or false`,
      ],
      [
        withConnection({ passwordPolicy: 'strong' }),
        `${AT}.passwordPolicy is a string; write one of 'none', 'low', 'fair', 'good', 'excellent'`,
      ],
      [
        withConnection({ validation: true }),
        `${AT}.validation is true; write { username: { min, max } }`,
      ],
      [
        withConnection({ validation: { email: {} } }),
        `${AT}.validation.email is an object; there is no such option; write one of username`,
      ],
      [
        withConnection({ validation: { username: 5 } }),
        `${AT}.validation.username is 5; write { min, max }`,
      ],
      [
        withConnection({ validation: { username: { mni: 1 } } }),
        `${AT}.validation.username.mni is 1; there is no such option; write one of min, max`,
      ],
      [
        withConnection({ validation: { username: { min: 0 } } }),
        `${AT}.validation.username.min is 0; write a whole number from 1 to 128`,
      ],
      [
        withConnection({ validation: { username: { min: 9, max: 8 } } }),
        `${AT}.validation.username.max is 8; write a whole number from 9 to 128`,
      ],
      [
        withConnection({ validation: { username: { max: 129 } } }),
        `${AT}.validation.username.max is 129; write a whole number from 1 to 128`,
      ],
      [
        withConnection({ password_dictionary: { enabled: true } }),
        `${AT}.password_dictionary.enabled is true; there is no such option; write one of enable, dictionary`,
      ],
      [
        withConnection({ password_no_personal_info: true }),
        `${AT}.password_no_personal_info is true; write { enable }`,
      ],
      [
        withConnection({ password_options: { length: 8 } }),
        `${AT}.password_options.length is 8; there is no such option; write one of complexity, dictionary, history, profile_data`,
      ],
      [
        withConnection({ password_options: { complexity: { min: 8 } } }),
        /connections\[0\]\.options\.password_options\.complexity\.min is 8; there is no such option; write one of min_length, /,
      ],
      [
        withConnection({ password_history: { enable: true, size: 25 } }),
        `${AT}.password_history.size is 25; write a whole number from 0 to 24`,
      ],
    ])('rejects %j: %s', (options, message) => {
      expectRefused(options, message);
    });

    it.each<Refusal>([
      [
        withConnection({ password_complexity_options: { min_length: 73 } }),
        `${AT}.password_complexity_options.min_length is 73; no password can meet it, because more than 72 bytes are refused; write at most 72, or password_options.complexity.max_length_exceeded: 'truncate'`,
      ],
      [
        withConnection({
          password_options: {
            complexity: { character_type_rule: 'three_of_four', character_types: ['number'] },
          },
        }),
        `${AT}.password_options.complexity.character_type_rule is 'three_of_four'; it needs all four character_types: lowercase, uppercase, number, special`,
      ],
    ])('rejects a policy that no password can meet: %j', (options, message) => {
      expectRefused(options, message);
    });
  });
});

describe('keys that look like a misspelt one', () => {
  const client = (key: string): Refusal[0] => ({ clients: [{ client_id: 'a', [key]: [] }] });
  const connection = (key: string): Refusal[0] => ({ connections: [{ ...CONNECTION, [key]: [] }] });
  const option = (key: string) => withConnection({ [key]: true });
  const password = (key: string) =>
    withConnection({ authentication_methods: { password: { [key]: true } } });
  const flag = (key: string): Refusal[0] => ({ flags: { [key]: true } });

  it.each<[where: (key: string) => Refusal[0], path: string, key: string, meant: string]>([
    [client, 'clients[0]', 'allowed_origin', 'allowed_origins'],
    [client, 'clients[0]', 'Allowed_Origins', 'allowed_origins'],
    [client, 'clients[0]', 'allowedOrigins', 'allowed_origins'],
    [client, 'clients[0]', 'allowed_orgins', 'allowed_origins'],
    [client, 'clients[0]', 'callback', 'callbacks'],
    [client, 'clients[0]', 'clientId', 'client_id'],
    [connection, 'connections[0]', 'enable_clients', 'enabled_clients'],
    [connection, 'connections[0]', 'enabledClients', 'enabled_clients'],
    [connection, 'connections[0]', 'option', 'options'],
    [connection, 'connections[0]', 'Strategy', 'strategy'],
    [option, 'connections[0].options', 'require_username', 'requires_username'],
    [option, 'connections[0].options', 'disable_signups', 'disable_signup'],
    [option, 'connections[0].options', 'disableSignup', 'disable_signup'],
    [option, 'connections[0].options', 'validations', 'validation'],
    [option, 'connections[0].options', 'passwordpolicy', 'passwordPolicy'],
    [option, 'connections[0].options', 'pasword_dictionary', 'password_dictionary'],
    [option, 'connections[0].options', 'Password_Options', 'password_options'],
    [option, 'connections[0].options', 'custom_scripts', 'customScripts'],
    [option, 'connections[0].options', 'attribute', 'attributes'],
    [option, 'connections[0].options', 'non_persistent_attr', 'non_persistent_attrs'],
    [
      password,
      'connections[0].options.authentication_methods.password',
      'signup_behaviour',
      'signup_behavior',
    ],
    [
      flag,
      'flags',
      'enable_public_signup_user_exist_error',
      'enable_public_signup_user_exists_error',
    ],
  ])('%p rejects %s.%s, which means %s', (where, path, key, meant) => {
    expectRefused(
      where(key),
      new RegExp(`\\.?${key} is .*; there is no such option; write ${meant}$`),
    );
    expectRefused(where(key), new RegExp(`^express-dbconnections: ${escaped(path)}\\.`));
  });

  it.each([
    ['a client', { clients: [{ ...CLIENT, ...nulls(AUTH0_CLIENT_KEYS) }] }],
    ['a connection', { connections: [{ ...CONNECTION, ...nulls(AUTH0_CONNECTION_KEYS) }] }],
    ['options of a connection', withConnection(nulls(AUTH0_CONNECTION_OPTION_KEYS))],
  ])('accepts all keys that Auth0 documents of %s', async (_what, options) => {
    await expectAccepted(options);
  });

  it('accepts keys of a document of MongoDB', async () => {
    const own = { _id: 1, __v: 0, tenantId: 't', createdAt: new Date() };
    await expectAccepted({
      clients: [{ ...CLIENT, ...own }],
      connections: [{ ...CONNECTION, ...own, options: own }],
    });
  });

  it('accepts a misspelt option of a connection of another strategy', async () => {
    const google = { name: 'google', strategy: 'google-oauth2' };
    await expectAccepted({ connections: [{ ...google, options: { disable_signups: true } }] });
  });
});

describe('objects that are not plain', () => {
  class Options {}
  const map = new Map([['disable_signup', true]]);

  it.each<[what: string, options: Refusal[0], message: string]>([
    [
      'the options of a connection',
      withConnection(map),
      'connections[0].options is an instance of Map; write an object',
    ],
    ['flags', { flags: new Map() }, 'flags is an instance of Map; write an object'],
    [
      'rateLimit',
      { rateLimit: new Options() },
      'rateLimit is an instance of Options; write false or options of express-rate-limit',
    ],
    [
      'validation',
      withConnection({ validation: { username: new Options() } }),
      'connections[0].options.validation.username is an instance of Options; write { min, max }',
    ],
    [
      'authentication_methods',
      withConnection({ authentication_methods: [] }),
      'connections[0].options.authentication_methods is an array; write an object',
    ],
  ])('are rejected in %s', (_what, options, message) => {
    expectRefused(options, message);
  });

  it('are rejected in place of a client or a connection', () => {
    expectRefused(
      { clients: [map] },
      /^express-dbconnections: clients\[0\] is an instance of Map; /,
    );
    expectRefused(
      { connections: [map] },
      /^express-dbconnections: connections\[0\] is an instance of Map; /,
    );
  });

  it('are rejected as options', () => {
    const options = Object.assign(new Options(), OPTIONS);
    expect(() => signupRouter(options as never)).toThrow(
      new TypeError(
        'express-dbconnections: signupRouter options is an instance of Options; write an object',
      ),
    );
  });
});

describe('default_directory', () => {
  it.each<Refusal>([
    [
      { default_directory: 'Other' },
      'default_directory is a string; write the name of one of the database connections',
    ],
    [
      { default_directory: 'db' },
      'default_directory is a string; write the name of one of the database connections',
    ],
    [
      { default_directory: 'constructor' },
      'default_directory is a string; write the name of one of the database connections',
    ],
    [
      { default_directory: '' },
      'default_directory is an empty string; write the name of a connection',
    ],
    [{ default_directory: null }, 'default_directory is null; write the name of a connection'],
    [{ default_directory: 1 }, 'default_directory is 1; write the name of a connection'],
    [
      {
        connections: [{ name: 'google', strategy: 'google-oauth2' }],
        default_directory: 'google',
      },
      'default_directory is a string; write the name of one of the database connections',
    ],
  ])('rejects %j', (options, message) => {
    expectRefused(options, message);
  });

  it('is accepted when a connection has that name', async () => {
    await expectAccepted({ default_directory: 'DB' });
  });

  it('is not looked up in a resolver before a request', async () => {
    const find = jest.fn();
    await expectAccepted({ connections: { find }, default_directory: 'anything' });
    expect(find).not.toHaveBeenCalled();
  });
});

describe('flags', () => {
  it.each<Refusal>([
    [{ flags: true }, 'flags is true; write an object'],
    [{ flags: [] }, 'flags is an array; write an object'],
    [
      { flags: { enable_public_signup_user_exists_error: 'true' } },
      'flags.enable_public_signup_user_exists_error is a string; write true or false',
    ],
    [
      { flags: { enable_public_signup_user_exists_error: 1 } },
      'flags.enable_public_signup_user_exists_error is 1; write true or false',
    ],
  ])('rejects %j', (options, message) => {
    expectRefused(options, message);
  });

  it.each([
    [{}],
    [{ enable_public_signup_user_exists_error: true }],
    [{ enable_public_signup_user_exists_error: false }],
    [{ enable_public_signup_user_exists_error: undefined }],
    [{ enable_apis_section: true, anything: null }],
  ])('accepts %j', async (flags) => {
    await expectAccepted({ flags });
  });
});

describe('hasher', () => {
  it.each([
    ['null', null],
    ['a string', 'bcrypt'],
    ['the factory without its call', bcryptHasher],
    ['an object', {}],
    ['one without verify', { hash: hasher.hash }],
    ['one without hash', { verify: hasher.verify }],
    ['one whose hash is not a function', { hash: '$2b$', verify: hasher.verify }],
    ['an array of hashers', [hasher]],
  ])('rejects %s', (_what, value) => {
    expectRefused(
      { hasher: value },
      /^express-dbconnections: hasher is .*; write an object with hash\(password\) and verify\(password, hash\)$/s,
    );
  });

  it('accepts an instance of a class', async () => {
    class Hasher {
      async hash() {
        return 'x';
      }
      async verify() {
        return false;
      }
    }
    await expectAccepted({ hasher: new Hasher() });
  });

  it('is exposed unchanged by the router', () => {
    expect(make({}).hasher).toBe(hasher);
  });
});

describe('rateLimit', () => {
  it('is checked like any other option', async () => {
    expectRefused(
      { rateLimit: true },
      'rateLimit is true; write false or options of express-rate-limit',
    );
    await expectAccepted({ rateLimit: false });
    await expectAccepted({ rateLimit: { limit: 10 } });
  });

  it('rejects a wrong store before express-rate-limit does', () => {
    expectRefused(
      { rateLimit: { store: {} } },
      'rateLimit.store is an object; write a store of express-rate-limit',
    );
  });
});

describe('cors', () => {
  it.each([[null], [0], ['*'], [{ origin: '*' }], [[]]])('rejects %j', (cors) => {
    expectRefused({ cors }, /^express-dbconnections: cors is .*; write true or false$/);
  });

  it.each([[true], [false]])('accepts %j', async (cors) => {
    await expectAccepted({ cors });
  });
});

describe('bodyLimit', () => {
  it('is checked like any other option', async () => {
    expectRefused(
      { bodyLimit: 'big' },
      "bodyLimit is a string; write a number of bytes or a string such as '100kb'",
    );
    await expectAccepted({ bodyLimit: '1mb' });
  });

  it('cannot be null', () => {
    expectRefused(
      { bodyLimit: null },
      "bodyLimit is null; write a number of bytes or a string such as '100kb'",
    );
  });
});

describe('timeout', () => {
  it.each([
    [0],
    [-1],
    [0.5],
    [2 ** 31],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    ['8000'],
    [null],
    [false],
  ])('rejects %j', (timeout) => {
    expectRefused(
      { timeout },
      /^express-dbconnections: timeout is .*; write a whole number from 1 to 2147483647$/,
    );
  });

  it.each([[1], [8000], [2 ** 31 - 1]])('accepts %j', async (timeout) => {
    await expectAccepted({ timeout });
  });
});
