import { inspect } from 'node:util';
import express from 'express';
import {
  bcryptHasher,
  lockConfigurationRouter,
  signupErrorHandler,
  signupRouter,
  userModel,
} from 'express-dbconnections';
import mongoose from 'mongoose';
import request from 'supertest';
import {
  deleteGlobalMessage,
  deleteSpecificMessage,
  setGlobalMessage,
  setSpecificMessage,
  string,
} from 'valibot';
import { CANARY, showsCanary } from '../support/canary';

const URI = `mongodb://user:${CANARY}@127.0.0.1/db`;
const connection = mongoose.createConnection();

// A host that uses valibot too, with messages that show the value.
beforeAll(() => {
  setGlobalMessage(({ received }) => `received ${received}`);
  setSpecificMessage(string, ({ input }) => `received ${input}`);
});

afterAll(async () => {
  deleteGlobalMessage();
  deleteSpecificMessage(string);
  await connection.close();
});

class Secret {
  readonly uri = URI;
  readonly [CANARY] = CANARY;
}

function secretFunction() {
  return URI;
}

/** Values that hold the canary, one of each kind. */
const SECRETS: readonly [what: string, value: unknown][] = [
  ['a string', URI],
  ['an array', [URI]],
  ['an object', { find: URI, uri: URI }],
  ['a Map', new Map([[URI, URI]])],
  ['an instance', new Secret()],
  ['a function', Object.assign(secretFunction, { uri: URI })],
  ['an error', new Error(URI)],
  ['a symbol', Symbol(URI)],
  ['a Buffer', Buffer.from(URI)],
];

function errorOf(make: () => unknown): unknown {
  try {
    make();
    return undefined;
  } catch (error) {
    return error;
  }
}

function expectNoSecret(error: unknown): void {
  expect(error).toBeInstanceOf(TypeError);
  const { message, stack } = error as TypeError;
  expect(message).toMatch(/^express-dbconnections: .+ is .+; .+/);
  const texts = [message, String(stack), inspect(error, { depth: null, showHidden: true })];
  expect(texts.filter(showsCanary)).toEqual([]);
}

const users = userModel(connection);
const OPTIONS = { users, clients: [], connections: [], hasher: bcryptHasher() };

const client = (key: string) => (value: unknown) => ({
  clients: [{ client_id: 'a', allowed_origins: [], [key]: value }],
});
const database = (key: string) => (value: unknown) => ({
  connections: [{ name: 'DB', strategy: 'auth0', [key]: value }],
});
const option = (key: string) => (value: unknown) => database('options')({ [key]: value });

describe('no error of signupRouter() shows a secret', () => {
  const PLACES: readonly [place: string, put: (value: unknown) => object][] = [
    ...[
      'users',
      'clients',
      'connections',
      'default_directory',
      'flags',
      'hasher',
      'rateLimit',
      'cors',
      'bodyLimit',
      'timeout',
      'unknown',
    ].map((key): [string, (value: unknown) => object] => [key, (value) => ({ [key]: value })]),
    ['clients[0]', (value) => ({ clients: [value] })],
    ...['client_id', 'allowed_origins', 'callbacks', 'global', 'allowed_origin'].map(
      (key): [string, (value: unknown) => object] => [`clients[0].${key}`, client(key)],
    ),
    ['connections[0]', (value) => ({ connections: [value] })],
    ...['strategy', 'enabled_clients', 'options', 'enabled_client'].map(
      (key): [string, (value: unknown) => object] => [`connections[0].${key}`, database(key)],
    ),
    ...[
      'requires_username',
      'validation',
      'disable_signup',
      'disable_signups',
      'attributes',
      'customScripts',
      'enabledDatabaseCustomization',
      'non_persistent_attrs',
      'authentication_methods',
      'passwordPolicy',
      'password_complexity_options',
      'password_dictionary',
      'password_history',
      'password_no_personal_info',
      'password_options',
      'password_unknown',
    ].map((key): [string, (value: unknown) => object] => [`options.${key}`, option(key)]),
    [
      'flags.enable_public_signup_user_exists_error',
      (value) => ({
        flags: { enable_public_signup_user_exists_error: value },
      }),
    ],
    ['rateLimit.limit', (value) => ({ rateLimit: { windowMs: value } })],
    ['rateLimit.store', (value) => ({ rateLimit: { store: value } })],
  ];
  // What is correct in a place is no error: an ID, a strategy and a URL are strings, for example.
  const CORRECT = new Set([
    'default_directory: a string',
    'clients[0].client_id: a string',
    'clients[0].callbacks: an array',
    'connections[0].strategy: a string',
    'connections[0].enabled_clients: an array',
    'connections[0].options: an object',
    'options.authentication_methods: an object',
    'flags: an object',
  ]);

  it.each(PLACES)('%s', (place, put) => {
    for (const [what, value] of SECRETS.filter(([kind]) => !CORRECT.has(`${place}: ${kind}`))) {
      const error = errorOf(() => signupRouter({ ...OPTIONS, ...put(value) } as never));
      expect({ what, isThrown: error !== undefined }).toEqual({ what, isThrown: true });
      expectNoSecret(error);
    }
  });

  it('for a Mongoose connection in place of the model', async () => {
    const other = mongoose.createConnection(URI, { serverSelectionTimeoutMS: 50 });
    other.asPromise().catch(() => undefined);

    expectNoSecret(errorOf(() => signupRouter({ ...OPTIONS, users: other } as never)));
    await other.close(true);
  });
});

describe('no error of the other functions shows a secret', () => {
  it.each<[name: string, make: (value: unknown) => unknown]>([
    ['userModel connection', (value) => userModel(value as never)],
    ['userModel options', (value) => userModel(connection, value as never)],
    ['userModel extend', (value) => userModel(connection, { name: value, extend: 1 } as never)],
    ['bcryptHasher options', (value) => bcryptHasher(value as never)],
    ['bcryptHasher rounds', (value) => bcryptHasher({ rounds: value } as never)],
    ['lockConfigurationRouter options', (value) => lockConfigurationRouter(value as never)],
    [
      'lockConfigurationRouter connections',
      (value) => lockConfigurationRouter({ clients: [], connections: value } as never),
    ],
  ])('%s', (_name, make) => {
    for (const [, value] of SECRETS) {
      expectNoSecret(errorOf(() => make(value)));
    }
  });
});

it.each<[what: string, found: unknown]>([
  ...SECRETS,
  ['a client with a wrong key', { client_id: 'CID', allowed_origins: [URI, URI] }],
])('neither does the cause of a 500 when a resolver returns %s', async (_what, found) => {
  const errors: unknown[] = [];
  const router = signupRouter({
    ...OPTIONS,
    clients: { find: () => found as never, allowsOrigin: () => true },
  });
  const app = express().use(router);
  app.use((error: unknown, _req: unknown, _res: unknown, next: (error: unknown) => void) => {
    errors.push(error);
    next(error);
  });
  app.use(signupErrorHandler());
  const body = { client_id: 'CID', email: 'a@example.com', password: 'x', connection: 'DB' };

  const response = await request(app).post('/dbconnections/signup').send(body);
  await router.close();

  expect(response.status).toBe(500);
  expect(showsCanary(response.text)).toBe(false);
  const [error] = errors as [Error];
  expectNoSecret(error.cause);
  expect(showsCanary(inspect(error, { depth: null, showHidden: true }))).toBe(false);
});
