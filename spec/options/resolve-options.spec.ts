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

// A connection that is never opened: options are judged without any.
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

/** Expects a TypeError that names the option, shows its value and says what to write. */
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

type Refusal = readonly [options: Readonly<Record<string, unknown>>, message: string | RegExp];

afterAll(() => connection.close());

describe('signupRouter(options)', () => {
  it.each([[undefined], [null], ['x'], [1], [[]], [() => OPTIONS]])('refuses %p', (options) => {
    expect(() => signupRouter(options as never)).toThrow(TypeError);
    expect(() => signupRouter(options as never)).toThrow(
      /^express-dbconnections: signupRouter options is .+; write an object$/,
    );
  });

  it('takes options that nobody may change afterwards', async () => {
    await expectAccepted(Object.freeze({ ...OPTIONS }));
  });

  it('refuses an option that does not exist', () => {
    expectRefused(
      { rateLimits: false },
      'rateLimits is false; there is no such option; write one of users, clients, connections, ' +
        'default_directory, flags, hasher, rateLimit, cors, bodyLimit, timeout',
    );
  });

  it('takes `undefined` for not given, in every option that may be absent', async () => {
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
    ['a model of the host’s own', plain],
    ['an object', {}],
    ['a text', 'database_users'],
    ['a function', () => users],
  ])('refuses %s', (_what, value) => {
    expectRefused(
      { users: value },
      /^express-dbconnections: users is .*; write the model that userModel\(mongoose\.connection\) returns$/s,
    );
  });
});

describe('clients', () => {
  const ADVICE = 'write an array of clients or { find(client_id), allowsOrigin(origin) }';
  const A_CLIENT = "write an Auth0 client, such as { client_id: 'my-app' }";
  const AN_ORIGIN = "write an origin without a path, such as 'https://app.example.com'";
  const origins = (...allowed_origins: unknown[]) => ({
    clients: [{ client_id: 'a', allowed_origins }],
  });

  it.each<Refusal>([
    [{ clients: undefined }, `clients is undefined; ${ADVICE}`],
    [{ clients: null }, `clients is null; ${ADVICE}`],
    [{ clients: 'my-app' }, `clients is 'my-app'; ${ADVICE}`],
    [{ clients: CLIENT }, `clients.find is undefined; ${ADVICE}`],
    [{ clients: { find() {} } }, `clients.allowsOrigin is undefined; ${ADVICE}`],
    [{ clients: { find: 'x', allowsOrigin() {} } }, `clients.find is 'x'; ${ADVICE}`],
    [{ clients: ['my-app'] }, `clients[0] is 'my-app'; ${A_CLIENT}`],
    [{ clients: [CLIENT, null] }, `clients[1] is null; ${A_CLIENT}`],
    [{ clients: [[]] }, `clients[0] is []; ${A_CLIENT}`],
    [{ clients: [{}] }, 'clients[0].client_id is undefined; write a non-empty string'],
    [{ clients: [{ client_id: '' }] }, "clients[0].client_id is ''; write a non-empty string"],
    [{ clients: [{ client_id: 7 }] }, 'clients[0].client_id is 7; write a non-empty string'],
    [
      { clients: [CLIENT, { client_id: 'b' }, CLIENT] },
      "clients[2].client_id is 'my-app'; it stands there twice",
    ],
    [
      { clients: [{ client_id: 'a', global: 'yes' }] },
      "clients[0].global is 'yes'; write true or false",
    ],
    [
      { clients: [{ client_id: 'a', allowed_origins: 'https://a.example' }] },
      `clients[0].allowed_origins is 'https://a.example'; ${AN_ORIGIN}`,
    ],
    [origins(1), 'clients[0].allowed_origins[0] is 1; write a non-empty string'],
    [origins(''), "clients[0].allowed_origins[0] is ''; write a non-empty string"],
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
        `clients[0].allowed_origins[1] is '${origin}'; ${AN_ORIGIN}`,
      ],
    ),
    [
      { clients: [{ client_id: 'a', allowed_origins: [], callbacks: 'https://a.example' }] },
      "clients[0].callbacks is 'https://a.example'; write an array of URLs",
    ],
    [
      { clients: [{ client_id: 'a', allowed_origins: [], callbacks: [1] }] },
      'clients[0].callbacks[0] is 1; write a non-empty string',
    ],
  ])('%j is refused: %s', (options, message) => {
    expectRefused(options, message);
  });

  it.each([
    ['no clients at all', []],
    ['keys that Auth0 has and sign-up has no use for', [{ ...CLIENT, tenant: 't', jwt: {} }]],
    ['nulls for what is absent', [{ ...CLIENT, allowed_origins: null, callbacks: null }]],
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
      'callbacks that are no web addresses',
      [{ client_id: 'a', allowed_origins: [], callbacks: ['com.example.app:/cb', 'x'] }],
    ],
    ['a directory', { find() {}, allowsOrigin() {} }],
  ])('accepts %s', async (_what, clients) => {
    await expectAccepted({ clients });
  });

  it('accepts a directory that is an instance of a class', async () => {
    class Directory {
      find() {
        return undefined;
      }
      allowsOrigin() {
        return false;
      }
    }
    await expectAccepted({ clients: new Directory() });
  });
});

describe('connections', () => {
  const ADVICE = 'write an array of connections or { find(name) }';
  const A_CONNECTION = "write an Auth0 connection, such as { name: 'Users', … }";

  it.each<Refusal>([
    [{ connections: undefined }, `connections is undefined; ${ADVICE}`],
    [{ connections: null }, `connections is null; ${ADVICE}`],
    [{ connections: 'DB' }, `connections is 'DB'; ${ADVICE}`],
    [{ connections: {} }, `connections.find is undefined; ${ADVICE}`],
    [{ connections: { find: true } }, `connections.find is true; ${ADVICE}`],
    [{ connections: ['DB'] }, `connections[0] is 'DB'; ${A_CONNECTION}`],
    [{ connections: [CONNECTION, null] }, `connections[1] is null; ${A_CONNECTION}`],
    [
      { connections: [{ strategy: 'auth0' }] },
      'connections[0].name is undefined; write a non-empty string',
    ],
    [
      { connections: [{ name: '', strategy: 'auth0' }] },
      "connections[0].name is ''; write a non-empty string",
    ],
    [
      { connections: [{ name: 'DB' }] },
      "connections[0].strategy is undefined; write 'auth0' for a database",
    ],
    [
      { connections: [{ name: 'DB', strategy: ['auth0'] }] },
      "connections[0].strategy is [ 'auth0' ]; write 'auth0' for a database",
    ],
    [
      { connections: [CONNECTION, { ...CONNECTION, strategy: 'google-oauth2' }] },
      "connections[1].name is 'DB'; two connections have this name",
    ],
    [
      { connections: [{ ...CONNECTION, enabled_clients: 'my-app' }] },
      "connections[0].enabled_clients is 'my-app'; write an array of client IDs",
    ],
    [
      { connections: [{ ...CONNECTION, enabled_clients: [null] }] },
      'connections[0].enabled_clients[0] is null; write a non-empty string',
    ],
    [withConnection('good'), "connections[0].options is 'good'; write an object"],
    [withConnection([]), 'connections[0].options is []; write an object'],
  ])('%j is refused: %s', (options, message) => {
    expectRefused(options, message);
  });

  it.each([
    ['no connections at all', []],
    [
      'connections that are no databases, whatever they hold',
      [{ name: 'google', strategy: 'google-oauth2', options: { attributes: {}, password_x: 1 } }],
    ],
    [
      'clients in enabled_clients that are not listed',
      [{ ...CONNECTION, enabled_clients: ['my-app', 'x', 'x'] }],
    ],
    [
      'nulls for what is absent',
      [{ name: 'DB', strategy: 'auth0', enabled_clients: null, options: null }],
    ],
    ['a directory', { find() {} }],
  ])('accepts %s', async (_what, connections) => {
    await expectAccepted({ connections });
  });

  it('accepts what Auth0’s Management API answers, pasted', async () => {
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

  describe('options that would change sign-up and are not honoured', () => {
    const UNSUPPORTED = 'this package does not honour it and sign-ups would ignore it; remove it';

    it.each<Refusal>([
      [
        withConnection({ attributes: { email: { unique: true } } }),
        `connections[0].options.attributes is { email: { unique: true } }; ${UNSUPPORTED}`,
      ],
      [
        withConnection({ customScripts: { create: 'function create() {}' } }),
        `connections[0].options.customScripts is { create: 'function create() {}' }; ${UNSUPPORTED}`,
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
    ])('%j is refused', (options, message) => {
      expectRefused(options, message);
    });

    it.each([
      [{ attributes: null }],
      [{ attributes: undefined }],
      [{ customScripts: {} }],
      [{ customScripts: null }],
      [{ enabledDatabaseCustomization: false }],
      [{ enabledDatabaseCustomization: null }],
      [{ authentication_methods: null }],
      [{ authentication_methods: {} }],
      [{ authentication_methods: { password: null } }],
      [{ authentication_methods: { password: { enabled: true, signup_behavior: 'allow' } } }],
    ])('%j is accepted', async (options) => {
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
        withConnection({ disable_signup: 'true' }),
        `${AT}.disable_signup is 'true'; write true or false`,
      ],
      [
        withConnection({ requires_username: 1 }),
        `${AT}.requires_username is 1; write true or false`,
      ],
      [
        withConnection({ passwordPolicy: 'strong' }),
        `${AT}.passwordPolicy is 'strong'; write one of 'none', 'low', 'fair', 'good', 'excellent'`,
      ],
      [
        withConnection({ validation: true }),
        `${AT}.validation is true; write { username: { min, max } }`,
      ],
      [
        withConnection({ validation: { email: {} } }),
        `${AT}.validation.email is {}; there is no such option; write one of username`,
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
    ])('%j is refused: %s', (options, message) => {
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
    ])('a policy that cannot be met is refused: %j', (options, message) => {
      expectRefused(options, message);
    });
  });
});

describe('default_directory', () => {
  it.each<Refusal>([
    [
      { default_directory: 'Other' },
      "default_directory is 'Other'; write the name of one of the connections",
    ],
    [
      { default_directory: 'db' },
      "default_directory is 'db'; write the name of one of the connections",
    ],
    [
      { default_directory: 'constructor' },
      "default_directory is 'constructor'; write the name of one of the connections",
    ],
    [{ default_directory: '' }, "default_directory is ''; write the name of a connection"],
    [{ default_directory: null }, 'default_directory is null; write the name of a connection'],
    [{ default_directory: 1 }, 'default_directory is 1; write the name of a connection'],
    [
      {
        connections: [{ name: 'google', strategy: 'google-oauth2' }],
        default_directory: 'google',
      },
      "default_directory is 'google'; write the name of one of the connections",
    ],
  ])('%j is refused', (options, message) => {
    expectRefused(options, message);
  });

  it('is accepted when a connection has that name', async () => {
    await expectAccepted({ default_directory: 'DB' });
  });

  it('is taken at its word with a directory, which is not asked before a request', async () => {
    const find = jest.fn();
    await expectAccepted({ connections: { find }, default_directory: 'anything' });
    expect(find).not.toHaveBeenCalled();
  });
});

describe('flags', () => {
  it.each<Refusal>([
    [{ flags: true }, 'flags is true; write an object'],
    [{ flags: [] }, 'flags is []; write an object'],
    [
      { flags: { enable_public_signup_user_exists_error: 'true' } },
      "flags.enable_public_signup_user_exists_error is 'true'; write true or false",
    ],
    [
      { flags: { enable_public_signup_user_exists_error: 1 } },
      'flags.enable_public_signup_user_exists_error is 1; write true or false',
    ],
  ])('%j is refused', (options, message) => {
    expectRefused(options, message);
  });

  it.each([
    [{}],
    [{ enable_public_signup_user_exists_error: true }],
    [{ enable_public_signup_user_exists_error: false }],
    [{ enable_public_signup_user_exists_error: undefined }],
    [{ enable_apis_section: true, anything: null }],
  ])('%j is accepted', async (flags) => {
    await expectAccepted({ flags });
  });
});

describe('hasher', () => {
  it.each([
    ['null', null],
    ['a text', 'bcrypt'],
    ['the factory without its call', bcryptHasher],
    ['an object', {}],
    ['one that cannot verify', { hash: hasher.hash }],
    ['one that cannot hash', { verify: hasher.verify }],
    ['one whose hash is no function', { hash: '$2b$', verify: hasher.verify }],
    ['a list of hashers', [hasher]],
  ])('refuses %s', (_what, value) => {
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

  it('is shown as it was given', () => {
    expect(make({}).hasher).toBe(hasher);
  });
});

describe('rateLimit', () => {
  it('is judged like any other option', async () => {
    expectRefused(
      { rateLimit: true },
      'rateLimit is true; write false or options of express-rate-limit',
    );
    await expectAccepted({ rateLimit: false });
    await expectAccepted({ rateLimit: { limit: 10 } });
  });

  it('names what is wrong with a store before express-rate-limit does', () => {
    expectRefused(
      { rateLimit: { store: {} } },
      'rateLimit.store is {}; write a store of express-rate-limit',
    );
  });
});

describe('cors', () => {
  it.each([[null], [0], ['*'], [{ origin: '*' }], [[]]])('%j is refused', (cors) => {
    expectRefused({ cors }, /^express-dbconnections: cors is .*; write true or false$/);
  });

  it.each([[true], [false]])('%j is accepted', async (cors) => {
    await expectAccepted({ cors });
  });
});

describe('bodyLimit', () => {
  it('is judged like any other option', async () => {
    expectRefused(
      { bodyLimit: 'big' },
      "bodyLimit is 'big'; write a number of bytes or a text such as '100kb'",
    );
    await expectAccepted({ bodyLimit: '1mb' });
  });

  it('has no `null`', () => {
    expectRefused(
      { bodyLimit: null },
      "bodyLimit is null; write a number of bytes or a text such as '100kb'",
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
  ])('%j is refused', (timeout) => {
    expectRefused(
      { timeout },
      /^express-dbconnections: timeout is .*; write a whole number from 1 to 2147483647$/,
    );
  });

  it.each([[1], [8000], [2 ** 31 - 1]])('%j is accepted', async (timeout) => {
    await expectAccepted({ timeout });
  });
});
