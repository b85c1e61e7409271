import { once } from 'node:events';
import request from 'supertest';
import {
  badRequest,
  expectFailure,
  type Failure,
  protocolFailure,
  sentence,
} from '../support/expect-failure';
import { expectSignup } from '../support/expect-signup';
import { type FakeHasher, fakeHasher } from '../support/fake-hasher';
import { heldHasher } from '../support/held-hasher';
import { storedUsers } from '../support/stored-users';
import {
  CLIENT,
  CONNECTION,
  PATH,
  REQUEST,
  type SignupApp,
  useSignupApps,
} from '../support/use-signup-apps';

const apps = useSignupApps();

const APP = 'https://app.example.com';

interface Sent {
  readonly method: 'POST' | 'PUT';
  readonly type: string;
  readonly origin: string;
  readonly body: string;
}

const body = (fields: object) => JSON.stringify(fields);
const { email: _, ...WITHOUT_EMAIL } = REQUEST;
const WEAK = { ...REQUEST, connection: 'DB', username: 'johndoe', password: 'weak' };

// The checks in order: the error of each, and the change of the request that passes it.
const CHECKS: readonly {
  readonly check: string;
  readonly expected: Pick<Failure, 'status'> & { readonly error: string };
  readonly fix: Partial<Sent>;
}[] = [
  {
    check: 'the method',
    expected: { status: 405, error: 'method_not_allowed' },
    fix: { method: 'POST' },
  },
  {
    check: 'the media type',
    expected: { status: 415, error: 'unsupported_media_type' },
    fix: { type: 'application/json' },
  },
  {
    check: 'the body',
    expected: { status: 400, error: 'invalid_body' },
    fix: {
      body: body({
        ...WITHOUT_EMAIL,
        client_id: 'nobody',
        connection: 'nothing',
        password: 'weak',
      }),
    },
  },
  {
    check: 'a field',
    expected: { status: 400, error: 'email is required' },
    fix: {
      body: body({ ...REQUEST, client_id: 'nobody', connection: 'nothing', password: 'weak' }),
    },
  },
  {
    check: 'the client',
    expected: { status: 400, error: 'client not found' },
    fix: { body: body({ ...REQUEST, connection: 'nothing', password: 'weak' }) },
  },
  { check: 'the origin', expected: { status: 403, error: 'access_denied' }, fix: { origin: APP } },
  {
    check: 'the connection',
    expected: { status: 400, error: 'connection not found' },
    fix: { body: body({ ...REQUEST, password: 'weak' }) },
  },
  {
    check: 'the username',
    expected: {
      status: 400,
      error: 'missing username for DB connection with requires_username enabled',
    },
    fix: { body: body(WEAK) },
  },
  {
    check: 'the password',
    expected: { status: 400, error: 'invalid_password' },
    fix: { body: body({ ...WEAK, password: REQUEST.password }) },
  },
];

const WORST: Sent = {
  method: 'PUT',
  type: 'text/plain',
  origin: 'https://evil.example',
  body: '{',
};

function send({ url }: SignupApp, fixed: number) {
  const { method, type, origin, body } = Object.assign(
    {},
    WORST,
    ...CHECKS.slice(0, fixed).map(({ fix }) => fix),
  );
  const test = method === 'POST' ? request(url).post(PATH) : request(url).put(PATH);
  return test.set('Content-Type', type).set('Origin', origin).send(body);
}

const start = (hasher: FakeHasher, rateLimit: false | { limit: number } = false) =>
  apps.start({
    clients: [{ ...CLIENT, allowed_origins: [APP] }],
    connections: [{ ...CONNECTION, options: { requires_username: true } }],
    hasher,
    rateLimit,
  });

describe('a request that fails several checks gets the error of the first', () => {
  it.each(CHECKS.map(({ check, expected }, index) => ({ check, expected, index })))(
    '$check, with $expected.status',
    async ({ expected, index }) => {
      const hasher = fakeHasher();
      const app = await start(hasher);

      const { status, body } = await send(app, index);

      expect({ status, error: body.error ?? body.code }).toEqual(expected);
      expect(hasher.hashed).toEqual([]);
      expect(await storedUsers(app)).toEqual([]);
    },
  );

  it('succeeds when all are passed, and is hashed only then', async () => {
    const hasher = fakeHasher();
    const app = await start(hasher);

    expect((await send(app, CHECKS.length)).status).toBe(200);

    expect(hasher.hashed).toEqual([REQUEST.password]);
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('checks the rate limit after the fields and before the client', async () => {
    const app = await start(fakeHasher(), { limit: 1 });
    const fields = 4;
    await send(app, fields);

    expect((await send(app, fields - 1)).status).toBe(400);
    expect((await send(app, fields)).status).toBe(429);
    expect((await send(app, CHECKS.length)).status).toBe(429);
  });
});

describe('several invalid fields: the error names the first in the documented order', () => {
  const WRONG = {
    user_metadata: 'x',
    picture: 'x',
    nickname: 7,
    name: 7,
    family_name: 7,
    given_name: 7,
    connection: 7,
    password: 7,
    email: 7,
    client_id: 7,
  };
  const ORDER = [
    ['client_id', 'invalid client_id type (expected string)'],
    ['email', 'invalid email address'],
    ['password', 'invalid password type (expected string)'],
    ['connection', 'invalid connection type (expected string)'],
    ['given_name', 'invalid given_name type (expected string)'],
    ['family_name', 'invalid family_name type (expected string)'],
    ['name', 'invalid name type (expected string)'],
    ['nickname', 'invalid nickname type (expected string)'],
    ['picture', 'invalid picture (expected an http or https URI)'],
    ['user_metadata', 'invalid user_metadata type (expected object)'],
  ] as const;

  it.each(ORDER.map(([field, error], index) => ({ field, error, index })))(
    '$field',
    async ({ error, index }) => {
      const app = await apps.start();
      const fixed = ORDER.slice(0, index).map(([field]) => [
        field,
        { ...REQUEST }[field as 'email'],
      ]);

      expectFailure(await app.post({ ...WRONG, ...Object.fromEntries(fixed) }), sentence(error));
    },
  );
});

describe('a sign-up that ends during the hash', () => {
  const UNAVAILABLE = protocolFailure(
    503,
    'temporarily_unavailable',
    'The service is temporarily unavailable. Try again later.',
    { 'retry-after': '1' },
  );

  /** Signs up in the same collection, and expects no other user in it. */
  async function expectNothingStored({ users }: SignupApp): Promise<void> {
    const app = await apps.start({ users });
    await expectSignup(app, REQUEST);
    expect(await storedUsers(app)).toHaveLength(1);
  }

  it('stores nothing after the timeout', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher, timeout: 200 });

    expectFailure(await app.post(REQUEST), UNAVAILABLE);

    hasher.release();
    await expectNothingStored(app);
  });

  it('stores nothing after its client has disconnected', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const client = new AbortController();
    const started = hasher.begun();
    const sent = fetch(app.url + PATH, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: body(REQUEST),
      signal: client.signal,
    });
    const aborted = once(await started, 'abort');

    client.abort();
    await expect(sent).rejects.toThrow();
    await aborted;

    hasher.release();
    await expectNothingStored(app);
    expect(app.errors).toEqual([]);
  });
});

it('hashes the password also when the address is taken', async () => {
  const hasher = fakeHasher();
  const app = await apps.start({ hasher });
  await app.post(REQUEST);

  expectFailure(await app.post(REQUEST), badRequest('user_exists', 'The user already exists.'));

  expect(hasher.hashed).toHaveLength(2);
});
