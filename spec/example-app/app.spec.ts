import {
  bcryptHasher,
  lockConfigurationRouter,
  type SignupRouter,
  signupRouter,
  type User,
  userModel,
} from 'express-dbconnections';
import mongoose, { type Model } from 'mongoose';
import request from 'supertest';
import { createApp } from '../../example-app/app';
import { pageTenant } from '../../example-app/page-tenant';
import { readTenant, type Tenant } from '../../example-app/tenant';
import { expectDocumented } from '../support/expect-documented';
import { useDatabase } from '../support/use-database';

const PATH = '/dbconnections/signup';
const CONNECTION = 'Username-Password-Authentication';
const REQUEST = {
  client_id: 'example-client',
  connection: CONNECTION,
  email: 'jane@example.com',
  password: 'Correct-Horse-7',
};
const HASH = `$2b$10$${'a'.repeat(53)}`;

const database = useDatabase();
const hasher = bcryptHasher({ rounds: 4, threads: 1 });
const routers: SignupRouter[] = [];
let users: Model<User>;

beforeAll(async () => {
  users = userModel(await database.connect());
});

afterEach(async () => {
  await Promise.all(routers.splice(0).map((router) => router.close({ timeout: 0 })));
  await users.deleteMany({});
});

afterAll(() => hasher.close?.());

/** The app as `main.ts` puts it together, with hashes that cost nothing. */
async function makeApp(model: Model<User> = users) {
  const tenant = readTenant();
  const signup = signupRouter({ users, hasher, ...tenant });
  routers.push(signup);
  await signup.ready();
  const lockConfiguration = lockConfigurationRouter({
    clients: tenant.clients,
    connections: tenant.connections,
  });
  const parts = { signup, lockConfiguration, users: model, tenant: pageTenant(tenant) };
  return createApp(parts);
}

/** Past Mongoose and its schema, so that there is more in it than the app knows of. */
function store(...documents: object[]) {
  return users.collection.insertMany(documents as never[]);
}

describe('POST /dbconnections/signup', () => {
  it('stores a user and shows what was stored', async () => {
    const { body, headers } = await request(await makeApp())
      .post(PATH)
      .send(REQUEST)
      .expect(200)
      .expect(expectDocumented);
    expect(Object.keys(body)).toEqual(['_id', 'email_verified', 'email']);
    expect(await users.countDocuments({ email: REQUEST.email })).toBe(1);
    expect(headers).not.toHaveProperty('content-security-policy');
  });

  it('tells that an address is taken', async () => {
    const app = await makeApp();
    await request(app).post(PATH).send(REQUEST).expect(200);
    const { body } = await request(app).post(PATH).send(REQUEST).expect(400);
    expect(body.code).toBe('user_exists');
  });
});

describe('GET /ping', () => {
  it('answers', async () => {
    await request(await makeApp())
      .get('/ping')
      .expect(200, { ok: true });
  });
});

describe('GET /tenant', () => {
  it('tells the client and the connections, with what the page has to know of each', async () => {
    const { body } = await request(await makeApp())
      .get('/tenant')
      .expect(200);
    const plain = {
      requires_username: false,
      password_dictionary: false,
      password_no_personal_info: false,
    };
    expect(body).toEqual({
      client_id: 'example-client',
      connections: [
        { ...plain, name: CONNECTION, passwordPolicy: 'good' },
        { ...plain, name: 'Requires-Username', passwordPolicy: 'good', requires_username: true },
        { ...plain, name: 'Policy-None', passwordPolicy: 'none' },
        { ...plain, name: 'Policy-Low', passwordPolicy: 'low' },
        { ...plain, name: 'Policy-Fair', passwordPolicy: 'fair' },
        { ...plain, name: 'Policy-Excellent', passwordPolicy: 'excellent' },
        {
          ...plain,
          name: 'Dictionary-And-Personal-Data',
          passwordPolicy: 'low',
          password_dictionary: true,
          password_no_personal_info: true,
        },
      ],
    });
  });
});

describe('pageTenant', () => {
  const connection = { name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] };
  const tenant = (...connections: Tenant['connections']): Tenant => ({
    clients: [{ client_id: 'CID' }],
    connections,
    flags: {},
  });

  it('keeps to itself what else a pasted tenant has', () => {
    const secret = 'keep this';
    const { clients, connections } = tenant({
      ...connection,
      options: {
        configuration: { secret },
        customScripts: {},
        password_dictionary: { enable: true, dictionary: [secret] },
      },
    } as Tenant['connections'][number]);
    const pasted = {
      clients: clients.map((client) => ({ ...client, client_secret: secret })),
      connections,
      flags: {},
    };
    expect(JSON.stringify(pageTenant(pasted))).not.toContain(secret);
  });

  it('leaves out what the client may not sign up into', () => {
    const { connections } = pageTenant(
      tenant(
        connection,
        { ...connection, name: 'other-client', enabled_clients: ['other'] },
        { ...connection, name: 'no-client', enabled_clients: [] },
        { ...connection, name: 'google', strategy: 'google-oauth2' },
      ),
    );
    expect(connections.map(({ name }) => name)).toEqual(['DB']);
  });

  it.each([
    [undefined, 'good'],
    [null, 'none'],
    ['excellent', 'excellent'],
  ] as const)('reads the password policy %j as the router does: %s', (passwordPolicy, policy) => {
    const options = passwordPolicy === undefined ? {} : { passwordPolicy };
    const { connections } = pageTenant(tenant({ ...connection, options }));
    expect(connections[0]?.passwordPolicy).toBe(policy);
  });
});

describe('GET /users', () => {
  it('is an empty list at first, which no cache keeps', async () => {
    await request(await makeApp())
      .get('/users')
      .expect(200, [])
      .expect('cache-control', 'no-store');
  });

  it('shows the public fields of a user and nothing else', async () => {
    const shown = {
      connection: CONNECTION,
      email: 'jane@example.com',
      email_verified: false,
      username: 'jane',
      given_name: 'Jane',
      family_name: 'Doe',
      name: 'Jane Doe',
      nickname: 'janey',
      picture: 'http://example.org/jane.png',
      user_metadata: { plan: 'silver' },
      created_at: new Date(0),
    };
    const _id = new mongoose.Types.ObjectId();
    const hidden = { password_hash: HASH, updated_at: new Date(0), __v: 0, secret: 'secret' };
    await store({ _id, ...shown, ...hidden });
    const { body, text } = await request(await makeApp())
      .get('/users')
      .expect(200);
    expect(body).toEqual([
      { _id: String(_id), ...shown, created_at: shown.created_at.toISOString() },
    ]);
    expect(text).not.toContain('$2b$');
  });

  it('has the newest first, and no more than a hundred', async () => {
    const numbers = Array.from({ length: 103 }, (_, number) => number);
    await store(
      ...numbers.map((number) => ({
        _id: mongoose.Types.ObjectId.createFromTime(number),
        connection: CONNECTION,
        email: `jane.${number}@example.com`,
      })),
    );
    const { body } = await request(await makeApp())
      .get('/users')
      .expect(200);
    expect(body.map(({ email }: { email: string }) => email)).toEqual(
      numbers
        .slice(3)
        .reverse()
        .map((number) => `jane.${number}@example.com`),
    );
  });
});

describe('GET /', () => {
  it('is the page', async () => {
    const { text } = await request(await makeApp())
      .get('/')
      .expect(200)
      .expect('content-type', 'text/html; charset=utf-8');
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).toContain('<form id="signup"');
  });

  it('finds everything that it refers to on this server', async () => {
    const app = await makeApp();
    const { text } = await request(app).get('/').expect(200);
    const files = [...text.matchAll(/<(?:link|script)[^>]* (?:href|src)="([^"]+)"/g)];
    expect(files.length).toBeGreaterThan(3);
    for (const [, file = ''] of files) {
      const { headers } = await request(app).get(file).expect(200);
      expect([file, headers['content-type']]).toEqual([
        expect.stringMatching(/^\/[\w-]+\.(?:css|js|svg)$/),
        expect.stringMatching(/^(?:text\/css|text\/javascript|image\/svg\+xml)\b/),
      ]);
    }
  });

  it('lets in nothing from elsewhere, and is let in nowhere', async () => {
    const { headers } = await request(await makeApp())
      .get('/')
      .expect(200);
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
        "object-src 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
  });
});

describe('what the app does not have', () => {
  it.each([
    ['get', '/nothing?password=secret'],
    ['get', '/.data/users.db'],
    ['get', '/tenant.json'],
    ['get', '/..%2ftenant.json'],
    ['get', '/%'],
    ['post', '/ping'],
    ['delete', '/users'],
  ] as const)('is a 404 in JSON without details: %s %s', async (method, path) => {
    const response = await request(await makeApp())[method](path);
    expect({ status: response.status, body: response.body }).toEqual({
      status: 404,
      body: { error: 'not_found', error_description: 'The page is at /.' },
    });
  });
});

describe('a fault of the server', () => {
  const failing = (error: Error) =>
    ({
      find() {
        throw error;
      },
    }) as unknown as Model<User>;
  let logged: jest.SpyInstance;

  beforeEach(() => {
    logged = jest.spyOn(console, 'error').mockImplementation();
  });

  afterEach(() => logged.mockRestore());

  it('is a 500 in JSON without details; the terminal has names, not messages', async () => {
    const error = new RangeError('secret', { cause: new SyntaxError('secret') });
    const { text } = await request(await makeApp(failing(error)))
      .get('/users?a=secret')
      .expect(500);
    expect(text).toBe('{"error":"server_error","error_description":"Internal Server Error"}');
    expect(logged.mock.calls).toEqual([['GET /users: RangeError, caused by SyntaxError']]);
  });

  it('has the status that the error asks for, and is not logged below 500', async () => {
    const error = Object.assign(new Error('secret'), { statusCode: 403 });
    const { text } = await request(await makeApp(failing(error)))
      .get('/users')
      .expect(403);
    expect(text).toBe('{"error":"invalid_request","error_description":"Forbidden"}');
    expect(logged).not.toHaveBeenCalled();
  });
});

describe('X-Powered-By', () => {
  it.each(['/', '/ping', '/tenant', '/users', '/nothing', PATH])('is not on %s', async (path) => {
    const { headers } = await request(await makeApp()).get(path);
    expect(headers).not.toHaveProperty('x-powered-by');
  });
});
