import type { DatabaseConnection } from 'express-dbconnections';
import { badRequest, sentence } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

const start = (options: DatabaseConnection['options'] = {}) =>
  apps.start({ connectionOptions: { requires_username: true, ...options } });

const app = apps.share({ connectionOptions: { requires_username: true } });

const shown = (username: string) => ({ shown: { email: 'a@example.com', username } });
const invalidUsername = (description: string) => badRequest('invalid_username', description);

describe('on a connection with requires_username', () => {
  it.each([
    { title: 'absent', body: REQUEST },
    { title: 'null', body: { ...REQUEST, username: null } },
    { title: 'empty', body: { ...REQUEST, username: '' } },
    { title: 'blank', body: { ...REQUEST, username: '  ' } },
  ])('37: a username is required: $title', async ({ body }) => {
    const failure = sentence('missing username for DB connection with requires_username enabled');

    await expectRefusal(app(), body, failure);
  });

  it('38: rejects 16 characters', async () => {
    const app = await start();
    const failure = invalidUsername('The username must not be longer than 15 characters.');

    await expectRefusal(app, { ...REQUEST, username: 'abcdefghijklmnop' }, failure);
    await expectSignup(app, { ...REQUEST, username: 'abcdefghijklmno' }, shown('abcdefghijklmno'));
  });

  it.each([
    { title: '39: lower-cases capital letters', username: 'John_Doe', stored: 'john_doe' },
    { title: '40: accepts @', username: 'j@doe', stored: 'j@doe' },
    { title: "40: accepts ' and +", username: "o'neil+1", stored: "o'neil+1" },
    {
      title: '40: accepts all other special characters',
      username: '_+-.!#$^`~@',
      stored: '_+-.!#$^`~@',
    },
    { title: 'trims surrounding spaces', username: '  johndoe ', stored: 'johndoe' },
  ])('$title', async ({ username, stored }) => {
    await expectSignup(await start(), { ...REQUEST, username }, shown(stored));
  });

  it('41: rejects an e-mail address', async () => {
    const failure = invalidUsername('The username cannot be an email.');

    await expectRefusal(app(), { ...REQUEST, username: 'a@b.co' }, failure);
  });

  it.each(['joão', 'a b', 'a/b', 'a"b', 'a%b', 'a\nb', '\u212aelvin', 'ſam'])(
    '42: rejects other characters: %j',
    async (username) => {
      const failure = invalidUsername('The username has invalid characters.');

      await expectRefusal(app(), { ...REQUEST, username }, failure);
    },
  );

  it('43: applies the minimum and maximum length of the connection', async () => {
    const app = await start({ validation: { username: { min: 3, max: 128 } } });
    const longest = 'x'.repeat(128);

    await expectRefusal(
      app,
      { ...REQUEST, username: 'ab' },
      invalidUsername('The username must have at least 3 characters.'),
    );
    await expectSignup(app, { ...REQUEST, username: longest }, shown(longest));
    await expectRefusal(
      app,
      { ...REQUEST, username: `${longest}x` },
      invalidUsername('The username must not be longer than 128 characters.'),
    );
  });

  it.each([7, true, ['johndoe'], { $gt: '' }])(
    '70: rejects a value that is not a string: %j',
    async (username) => {
      const failure = sentence('invalid username type (expected string)');

      await expectRefusal(app(), { ...REQUEST, username }, failure);
    },
  );
});

describe('on a connection without requires_username', () => {
  it.each(['johndoe', 'a@example.com', 'a/b', 'x'.repeat(1000), 'a\0b', 7, { $gt: '' }])(
    '13: ignores a username: %j',
    async (username) => {
      await expectSignup(await apps.start(), { ...REQUEST, username });
    },
  );
});
