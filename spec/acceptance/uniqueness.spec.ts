import { badRequest } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import { CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');
const INVALID_SIGNUP = badRequest('invalid_signup', 'Invalid sign up');

const WITH_USERNAMES = { requires_username: true };
const JOHN = { ...REQUEST, username: 'johndoe' };

describe('a taken address', () => {
  it('18: is told as user_exists where the tenant has the flag', async () => {
    const app = await apps.start();
    await app.post(REQUEST);

    await expectRefusal(app, REQUEST, USER_EXISTS);
  });

  it('19: is the same address in capital letters and between spaces', async () => {
    const app = await apps.start();
    await app.post(REQUEST);

    await expectRefusal(app, { ...REQUEST, email: ' A@EXAMPLE.com ' }, USER_EXISTS);
  });

  it.each([{ flags: {} }, { flags: { enable_public_signup_user_exists_error: false } }])(
    '20: is hidden as invalid_signup where the flags are $flags',
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

  it('22: of two equal sign-ups at once one is refused', async () => {
    const app = await apps.start();

    const answers = await Promise.all([app.post(REQUEST), app.post(REQUEST)]);

    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.map(({ text }) => text)).toEqual([JSON.stringify(USER_EXISTS.body)]);
    expect(await storedUsers(app)).toHaveLength(1);
  });
});

describe('a taken username', () => {
  it('23: is told as username_exists where the tenant has the flag', async () => {
    const app = await apps.start({ connectionOptions: WITH_USERNAMES });
    await app.post(JOHN);

    await expectRefusal(app, { ...JOHN, email: 'b@example.com' }, USERNAME_EXISTS);
    await expectRefusal(
      app,
      { ...JOHN, email: 'b@example.com', username: ' JohnDoe ' },
      USERNAME_EXISTS,
    );
  });

  it('24: is hidden as invalid_signup where it has not', async () => {
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

  it('does not concern users who have none', async () => {
    const app = await apps.start();

    await expectSignup(app, REQUEST);
    await expectSignup(app, { ...REQUEST, email: 'b@example.com' });
  });
});
