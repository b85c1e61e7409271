import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
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
import { createApp } from '../../example-app/server/app';
import { pageTenant, readTenant, withOwnOrigins } from '../../example-app/server/tenant';
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
const ORIGIN = 'http://127.0.0.1:3000';

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

/** The app as `main.ts` makes it, with cheap hashes. */
async function makeApp(model: Model<User> = users) {
  const tenant = withOwnOrigins(readTenant(), [ORIGIN]);
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

/** Without Mongoose and its schema, so that a document can have other fields. */
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

  it('refuses an address that is taken', async () => {
    const app = await makeApp();
    await request(app).post(PATH).send(REQUEST).expect(200);
    const { body } = await request(app).post(PATH).send(REQUEST).expect(400);
    expect(body.code).toBe('user_exists');
  });
});

describe('a page of another origin', () => {
  const foreign = [
    'https://evil.example',
    'http://127.0.0.1:3001',
    'https://127.0.0.1:3000',
    'null',
  ];

  it.each(foreign)('cannot sign up, nor find out who has: %s', async (origin) => {
    const app = await makeApp();
    await request(app).post(PATH).send(REQUEST).expect(200);
    for (const email of [REQUEST.email, 'new@example.com']) {
      const { body, headers } = await request(app)
        .post(PATH)
        .set('Origin', origin)
        .send({ ...REQUEST, email })
        .expect(403);
      expect(body.error).toBe('access_denied');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(await users.countDocuments()).toBe(1);
  });

  it("is not one of the app's own pages", async () => {
    const signup = request(await makeApp()).post(PATH);
    await signup.set('Origin', ORIGIN).send(REQUEST).expect(200);
  });
});

describe('the Host header', () => {
  const routes = [
    ['post', PATH],
    ['options', PATH],
    ['get', '/client/example-client.js'],
    ['get', '/'],
    ['get', '/lock/'],
    ['get', '/auth0-js/dist/auth0.min.js'],
    ['get', '/ping'],
    ['get', '/tenant'],
    ['get', '/users'],
    ['get', '/nothing'],
  ] as const;
  let server: Server;
  let port: number;

  beforeEach(async () => {
    server = createServer(await makeApp()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  });

  afterEach(() => server.close());

  it.each(routes)('is checked by %s %s', async (method, path) => {
    const response = await request(server)[method](path).set('Host', `evil.example:${port}`);
    expect(response.status).toBe(403);
    expect(response.headers['content-type']).toBe('text/plain; charset=utf-8');
    expect(response.text).toBe('This app can be reached as localhost, 127.0.0.1 and [::1] only.\n');
  });

  it.each([
    'evil.example',
    'localhost.evil.example:PORT',
    'evil.localhost:PORT',
    '127.0.0.1.evil.example:PORT',
    '127.0.0.2:PORT',
    '0.0.0.0:PORT',
    '::1:PORT',
    'localhost:1',
    'localhost',
    'localhost:PORT:PORT',
    'localhost:PORTx',
    'jane@localhost:PORT',
    ':PORT',
  ])('cannot be %s', async (host) => {
    const get = request(server)
      .get('/users')
      .set('Host', host.replaceAll('PORT', String(port)));
    await get.expect(403);
  });

  it.each(['localhost', 'LOCALHOST', '127.0.0.1', '[::1]'])('can be %s', async (name) => {
    await request(server).get('/users').set('Host', `${name}:${port}`).expect(200, []);
  });

  it('cannot be absent', async () => {
    const socket = connect(port, '127.0.0.1');
    socket.end('GET /users HTTP/1.0\r\n\r\n');
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('GET /ping', () => {
  it('responds', async () => {
    await request(await makeApp())
      .get('/ping')
      .expect(200, { ok: true });
  });
});

describe('GET /tenant', () => {
  it('returns the client and the connections, with what the page needs to know of each', async () => {
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

describe('GET /users', () => {
  it('returns an empty list at first, which no cache stores', async () => {
    await request(await makeApp())
      .get('/users')
      .expect(200, [])
      .expect('cache-control', 'no-store');
  });

  it('returns the public fields of a user and no others', async () => {
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

  it('returns the newest first, and at most a hundred', async () => {
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
  it('returns the page', async () => {
    const { text } = await request(await makeApp())
      .get('/')
      .expect(200)
      .expect('content-type', 'text/html; charset=utf-8');
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).toContain('<form id="signup"');
  });

  it('refers to files of this server only', async () => {
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

  it('allows no other sources, and no frames', async () => {
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

describe('an unknown route', () => {
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

describe('an error of a route', () => {
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

  it('is a 500 in JSON without details; names are logged, not messages', async () => {
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
