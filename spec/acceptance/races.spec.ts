import { badRequest } from '../support/expect-failure';
import { storedUsers } from '../support/stored-users';
import { CONNECTION, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

// Dozens of sign-ups each.
jest.setTimeout(30_000);

const USER_EXISTS_FLAG = { enable_public_signup_user_exists_error: true };
const AT_ONCE = 50;

const HIDDEN = badRequest('invalid_signup', 'Invalid sign up');
const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');

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
  { tenant: 'without the user_exists flag', flags: {}, email: HIDDEN, username: HIDDEN },
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
