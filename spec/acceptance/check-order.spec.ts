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

// What is told first, and what mends it, so that the next fault is told.
const FAULTS: readonly {
  readonly fault: string;
  readonly told: Pick<Failure, 'status'> & { readonly error: string };
  readonly mend: Partial<Sent>;
}[] = [
  {
    fault: 'the method',
    told: { status: 405, error: 'method_not_allowed' },
    mend: { method: 'POST' },
  },
  {
    fault: 'the media type',
    told: { status: 415, error: 'unsupported_media_type' },
    mend: { type: 'application/json' },
  },
  {
    fault: 'the body',
    told: { status: 400, error: 'invalid_body' },
    mend: {
      body: body({
        ...WITHOUT_EMAIL,
        client_id: 'nobody',
        connection: 'nothing',
        password: 'weak',
      }),
    },
  },
  {
    fault: 'a field',
    told: { status: 400, error: 'email is required' },
    mend: {
      body: body({ ...REQUEST, client_id: 'nobody', connection: 'nothing', password: 'weak' }),
    },
  },
  {
    fault: 'the client',
    told: { status: 400, error: 'client not found' },
    mend: { body: body({ ...REQUEST, connection: 'nothing', password: 'weak' }) },
  },
  { fault: 'the origin', told: { status: 403, error: 'access_denied' }, mend: { origin: APP } },
  {
    fault: 'the connection',
    told: { status: 400, error: 'connection not found' },
    mend: { body: body({ ...REQUEST, password: 'weak' }) },
  },
  {
    fault: 'the username',
    told: {
      status: 400,
      error: 'missing username for DB connection with requires_username enabled',
    },
    mend: { body: body(WEAK) },
  },
  {
    fault: 'the password',
    told: { status: 400, error: 'invalid_password' },
    mend: { body: body({ ...WEAK, password: REQUEST.password }) },
  },
];

const WORST: Sent = {
  method: 'PUT',
  type: 'text/plain',
  origin: 'https://evil.example',
  body: '{',
};

function send({ url }: SignupApp, mended: number) {
  const { method, type, origin, body } = Object.assign(
    {},
    WORST,
    ...FAULTS.slice(0, mended).map(({ mend }) => mend),
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

describe('of several faults the first is told', () => {
  it.each(FAULTS.map(({ fault, told }, index) => ({ fault, told, index })))(
    '$fault, with $told.status',
    async ({ told, index }) => {
      const hasher = fakeHasher();
      const app = await start(hasher);

      const { status, body } = await send(app, index);

      expect({ status, error: body.error ?? body.code }).toEqual(told);
      expect(hasher.hashed).toEqual([]);
      expect(await storedUsers(app)).toEqual([]);
    },
  );

  it('none, with 200 and the only hash', async () => {
    const hasher = fakeHasher();
    const app = await start(hasher);

    expect((await send(app, FAULTS.length)).status).toBe(200);

    expect(hasher.hashed).toEqual([REQUEST.password]);
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('too many sign-ups come after the fields and before the client', async () => {
    const app = await start(fakeHasher(), { limit: 1 });
    const fields = 4;
    await send(app, fields);

    expect((await send(app, fields - 1)).status).toBe(400);
    expect((await send(app, fields)).status).toBe(429);
    expect((await send(app, FAULTS.length)).status).toBe(429);
  });
});

describe('of several faulty fields the first in the documented order is told', () => {
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
      const mended = ORDER.slice(0, index).map(([field]) => [
        field,
        { ...REQUEST }[field as 'email'],
      ]);

      expectFailure(await app.post({ ...WRONG, ...Object.fromEntries(mended) }), sentence(error));
    },
  );
});

describe('a sign-up whose time is over', () => {
  const UNAVAILABLE = protocolFailure(
    503,
    'temporarily_unavailable',
    'Sign-up is temporarily unavailable. Try again later.',
    { 'retry-after': '1' },
  );

  /** Signs up on the same users, and expects that nobody has before. */
  async function expectNothingStored({ users }: SignupApp): Promise<void> {
    const app = await apps.start({ users });
    await expectSignup(app, REQUEST);
    expect(await storedUsers(app)).toHaveLength(1);
  }

  it('is refused, and stores nothing later', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher, timeout: 200 });

    expectFailure(await app.post(REQUEST), UNAVAILABLE);

    hasher.release();
    await expectNothingStored(app);
  });

  it('because its sender has gone, stores nothing later', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const sender = new AbortController();
    const begun = hasher.begun();
    const sent = fetch(app.url + PATH, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: body(REQUEST),
      signal: sender.signal,
    });
    const over = once(await begun, 'abort');

    sender.abort();
    await expect(sent).rejects.toThrow();
    await over;

    hasher.release();
    await expectNothingStored(app);
    expect(app.errors).toEqual([]);
  });
});

it('a taken address costs a hash like any other', async () => {
  const hasher = fakeHasher();
  const app = await apps.start({ hasher });
  await app.post(REQUEST);

  expectFailure(await app.post(REQUEST), badRequest('user_exists', 'The user already exists.'));

  expect(hasher.hashed).toHaveLength(2);
});
