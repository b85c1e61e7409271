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
