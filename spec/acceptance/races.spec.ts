import { badRequest } from '../support/expect-failure';
import { storedUsers } from '../support/stored-users';
import { CONNECTION, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

// Dozens of sign-ups each.
jest.setTimeout(30_000);

const TELLING = { enable_public_signup_user_exists_error: true };
const AT_ONCE = 50;

const HIDDEN = badRequest('invalid_signup', 'Invalid sign up');
const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');

/** Sends all bodies at once; resolves with the bodies of the refusals. */
async function race(app: SignupApp, bodies: readonly object[]): Promise<string[]> {
  const answers = await Promise.all(bodies.map((body) => app.post(body)));
  const refusals = answers.filter(({ status }) => status !== 200);
  expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([400]));
  return refusals.map(({ text }) => text);
}

const losers = (body: object, count = AT_ONCE - 1) => Array(count).fill(JSON.stringify(body));

describe.each([
  {
    tenant: 'that tells what is taken',
    flags: TELLING,
    email: USER_EXISTS,
    username: USERNAME_EXISTS,
  },
  { tenant: 'that hides what is taken', flags: {}, email: HIDDEN, username: HIDDEN },
])('at a tenant $tenant', ({ flags, email, username }) => {
  it(`of ${AT_ONCE} equal sign-ups at once one succeeds`, async () => {
    const app = await apps.start({ flags });

    const refusals = await race(app, Array(AT_ONCE).fill(REQUEST));

    expect(refusals).toEqual(losers(email.body));
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it(`of ${AT_ONCE} sign-ups for one username at once one succeeds`, async () => {
    const app = await apps.start({ flags, connectionOptions: { requires_username: true } });
    const bodies = Array.from({ length: AT_ONCE }, (_, index) => ({
      ...REQUEST,
      email: `user${index}@example.com`,
      username: index % 2 === 0 ? 'johndoe' : 'JohnDoe',
    }));

    const refusals = await race(app, bodies);

    expect(refusals).toEqual(losers(username.body));
    expect(await storedUsers(app)).toMatchObject([{ username: 'johndoe' }]);
  });

  it('an address that was taken before is refused in the words of a race that is lost', async () => {
    const app = await apps.start({ flags });

    const [lost] = await race(app, [REQUEST, REQUEST]);
    const { text: taken } = await app.post(REQUEST);

    expect(taken).toBe(lost);
  });
});

it('the same address on two connections is two users, also at once', async () => {
  const app = await apps.start({ connections: [CONNECTION, { ...CONNECTION, name: 'DB2' }] });
  const bodies = Array.from({ length: AT_ONCE }, (_, index) => ({
    ...REQUEST,
    connection: index % 2 === 0 ? 'DB' : 'DB2',
  }));

  const refusals = await race(app, bodies);

  expect(refusals).toEqual(losers(USER_EXISTS.body, AT_ONCE - 2));
  const connections = (await storedUsers(app)).map(({ connection }) => connection);
  expect(connections.sort()).toEqual(['DB', 'DB2']);
});
