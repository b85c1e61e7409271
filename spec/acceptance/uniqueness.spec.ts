import { badRequest } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import { CONNECTION, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

// Dozens of sign-ups each.
jest.setTimeout(30_000);

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');
const INVALID_SIGNUP = badRequest('invalid_signup', 'Invalid sign up');

const WITH_USERNAMES = { requires_username: true };
const JOHN = { ...REQUEST, username: 'johndoe' };

describe('a taken address', () => {
  it('18: is rejected with user_exists if the tenant has the flag', async () => {
    const app = await apps.start();
    await app.post(REQUEST);

    await expectRefusal(app, REQUEST, USER_EXISTS);
  });

  it('19: is compared without case and surrounding spaces', async () => {
    const app = await apps.start();
    await app.post(REQUEST);

    await expectRefusal(app, { ...REQUEST, email: ' A@EXAMPLE.com ' }, USER_EXISTS);
  });

  it.each([{ flags: {} }, { flags: { enable_public_signup_user_exists_error: false } }])(
    '20: is rejected with invalid_signup if the flags are $flags',
    async ({ flags }) => {
      const app = await apps.start({ flags });
      await app.post(REQUEST);

      await expectRefusal(app, REQUEST, INVALID_SIGNUP);
    },
  );

  it('21: is free on another connection', async () => {
    const app = await apps.start({ connections: [CONNECTION, { ...CONNECTION, name: 'DB2' }] });
    await app.post(REQUEST);

    await expectSignup(app, { ...REQUEST, connection: 'DB2' });
    await expectRefusal(app, { ...REQUEST, connection: 'DB2' }, USER_EXISTS);
  });

  it('22: is rejected in one of two equal sign-ups at once', async () => {
    const app = await apps.start();

    const responses = await Promise.all([app.post(REQUEST), app.post(REQUEST)]);

    const rejected = responses.filter(({ status }) => status !== 200);
    expect(rejected.map(({ text }) => text)).toEqual([JSON.stringify(USER_EXISTS.body)]);
    expect(await storedUsers(app)).toHaveLength(1);
  });
});

describe('a taken username', () => {
  it('23: is rejected with username_exists if the tenant has the flag', async () => {
    const app = await apps.start({ connectionOptions: WITH_USERNAMES });
    await app.post(JOHN);

    await expectRefusal(app, { ...JOHN, email: 'b@example.com' }, USERNAME_EXISTS);
    await expectRefusal(
      app,
      { ...JOHN, email: 'b@example.com', username: ' JohnDoe ' },
      USERNAME_EXISTS,
    );
  });

  it('24: is rejected with invalid_signup without the flag', async () => {
    const app = await apps.start({ connectionOptions: WITH_USERNAMES, flags: {} });
    await app.post(JOHN);

    await expectRefusal(app, { ...JOHN, email: 'b@example.com' }, INVALID_SIGNUP);
  });

  it('is free on another connection', async () => {
    const connection = { ...CONNECTION, options: WITH_USERNAMES };
    const app = await apps.start({ connections: [connection, { ...connection, name: 'DB2' }] });
    await app.post(JOHN);

    await expectSignup(
      app,
      { ...JOHN, connection: 'DB2' },
      {
        shown: { email: 'a@example.com', username: 'johndoe' },
      },
    );
  });

  it('does not apply to users without a username', async () => {
    const app = await apps.start();

    await expectSignup(app, REQUEST);
    await expectSignup(app, { ...REQUEST, email: 'b@example.com' });
  });
});

const USER_EXISTS_FLAG = { enable_public_signup_user_exists_error: true };
const AT_ONCE = 50;

/** Sends all bodies at once; resolves with the bodies of the error responses. */
async function race(app: SignupApp, bodies: readonly object[]): Promise<string[]> {
  const responses = await Promise.all(bodies.map((body) => app.post(body)));
  const errors = responses.filter(({ status }) => status !== 200);
  expect(new Set(errors.map(({ status }) => status))).toEqual(new Set([400]));
  return errors.map(({ text }) => text);
}

const losers = (body: object, count = AT_ONCE - 1) => Array(count).fill(JSON.stringify(body));

describe.each([
  {
    tenant: 'with the user_exists flag',
    flags: USER_EXISTS_FLAG,
    email: USER_EXISTS,
    username: USERNAME_EXISTS,
  },
  {
    tenant: 'without the user_exists flag',
    flags: {},
    email: INVALID_SIGNUP,
    username: INVALID_SIGNUP,
  },
])('a tenant $tenant', ({ flags, email, username }) => {
  it(`accepts one of ${AT_ONCE} equal sign-ups at once`, async () => {
    const app = await apps.start({ flags });

    const errors = await race(app, Array(AT_ONCE).fill(REQUEST));

    expect(errors).toEqual(losers(email.body));
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it(`accepts one of ${AT_ONCE} sign-ups with the same username at once`, async () => {
    const app = await apps.start({ flags, connectionOptions: { requires_username: true } });
    const bodies = Array.from({ length: AT_ONCE }, (_, index) => ({
      ...REQUEST,
      email: `user${index}@example.com`,
      username: index % 2 === 0 ? 'johndoe' : 'JohnDoe',
    }));

    const errors = await race(app, bodies);

    expect(errors).toEqual(losers(username.body));
    expect(await storedUsers(app)).toMatchObject([{ username: 'johndoe' }]);
  });

  it('responds to a taken address exactly as to a lost race', async () => {
    const app = await apps.start({ flags });

    const [lost] = await race(app, [REQUEST, REQUEST]);
    const { text: taken } = await app.post(REQUEST);

    expect(taken).toBe(lost);
  });
});

it('accepts the same address on two connections at once', async () => {
  const app = await apps.start({ connections: [CONNECTION, { ...CONNECTION, name: 'DB2' }] });
  const bodies = Array.from({ length: AT_ONCE }, (_, index) => ({
    ...REQUEST,
    connection: index % 2 === 0 ? 'DB' : 'DB2',
  }));

  const errors = await race(app, bodies);

  expect(errors).toEqual(losers(USER_EXISTS.body, AT_ONCE - 2));
  const connections = (await storedUsers(app)).map(({ connection }) => connection);
  expect(connections.sort()).toEqual(['DB', 'DB2']);
});
