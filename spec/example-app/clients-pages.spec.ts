import { readFile } from 'node:fs/promises';
import request from 'supertest';
import { describeInChromium } from './support/chromium';
import { handedOver, lockMessage, send, sendLock } from './support/client-forms';
import { fillIn, newEmail, textOf } from './support/fill-in';
import { useClientPages } from './support/use-client-pages';
import { PASSWORD, useExampleApp } from './support/use-example-apps';

const ID = expect.stringMatching(/^[0-9a-f]{24}$/);
const REFUSED = { statusCode: 400, statusText: 'Bad Request' };
const TAKEN = {
  ...REFUSED,
  code: 'user_exists',
  description: 'The user already exists.',
  name: 'BadRequestError',
};
const WEAK = {
  ...REFUSED,
  code: 'invalid_password',
  description: { rules: expect.any(Array), verified: false },
  name: 'PasswordStrengthError',
  policy: expect.stringContaining('At least 8 characters in length'),
};
const COMMON = {
  ...REFUSED,
  code: 'invalid_password',
  description: expect.any(String),
  name: 'PasswordDictionaryError',
};

jest.setTimeout(60_000);

describe('the files of the clients', () => {
  const app = useExampleApp();

  it("include auth0.js's own, unchanged", async () => {
    const { text } = await request(app.url).get('/auth0-js/dist/auth0.min.js').expect(200);
    expect(text).toBe(await readFile(require.resolve('auth0-js/dist/auth0.min.js'), 'utf8'));
  });

  it.each(['/client/example-client.js', '/js/lock/14.3.0/en.js', '/lock/auth0-lock.js'])(
    'include %s for Lock',
    async (path) => {
      await request(app.url)
        .get(path)
        .expect(200)
        .expect('Content-Type', /^text\/javascript/);
    },
  );

  it.each([
    { path: '/', more: '' },
    { path: '/auth0-js/', more: '' },
    { path: '/lock/', more: "; style-src 'self' 'unsafe-inline'; img-src 'self' data:" },
  ])('come with a policy that lets nothing from outside into $path', async ({ path, more }) => {
    const strict =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
      "object-src 'none'";
    const { headers } = await request(app.url).get(path).expect(200);
    expect(headers['content-security-policy']).toBe(strict + more);
  });
});

describeInChromium('the page with auth0.js', () => {
  const { open, signupsOf, take, storedUser } = useClientPages('http');

  it('shows the call without the password, and all that is sent is stored', async () => {
    const page = await open('auth0.js');
    const email = newEmail();
    await page.click('#example');
    await fillIn(page, { connection: 'Requires-Username', username: 'johndoe', email });
    expect(await send(page)).toMatchObject({
      way: 'callback(null, data)',
      value: { Id: ID, emailVerified: false, email, username: 'johndoe', givenName: 'John' },
    });
    expect(await textOf(page, '#outcome')).toBe(`Signed up ${email}`);
    expect(await page.textContent('#call-text')).not.toContain('Correct-Horse-7');
    expect(await storedUser(email)).toMatchObject({
      connection: 'Requires-Username',
      username: 'johndoe',
      given_name: 'John',
      family_name: 'Doe',
      name: 'John Doe',
      nickname: 'johnny',
      picture: 'http://example.org/jdoe.png',
      user_metadata: { plan: 'silver', team_id: 'a111' },
    });
    await page.locator('#users li[data-fresh]', { hasText: email }).waitFor();
  });

  it('shows that an address is taken, in the words of err.description', async () => {
    const page = await open('auth0.js');
    const email = newEmail();
    await take(email);
    await fillIn(page, { email, password: PASSWORD });
    expect(await send(page)).toEqual({
      way: 'callback(err)',
      value: TAKEN,
      remark: 'err.message is undefined.',
    });
    expect(await page.textContent('#problem')).toBe('The user already exists.user_exists');
  });

  it('shows what a password lacks, in the words of err.policy', async () => {
    const page = await open('auth0.js');
    const email = newEmail();
    await fillIn(page, { email, password: 'abc' });
    expect(await send(page)).toMatchObject({ way: 'callback(err)', value: WEAK });
    expect(await textOf(page, '#problem')).toContain('* At least 8 characters in length\n');
    expect(await storedUser(email)).toBeUndefined();
  });

  it('shows what signup() throws, and that nothing was sent', async () => {
    const page = await open('auth0.js');
    const value = { name: 'Error', message: 'email option is required' };
    expect(await send(page)).toMatchObject({ way: 'signup() throws', value });
    expect(signupsOf(page)).toBe(0);
  });
});

describeInChromium('the page with Lock', () => {
  const { open, signupsOf, take, storedUser } = useClientPages('http');

  it('signs up, tells so in Lock and by the event, and starts over', async () => {
    const page = await open('Lock');
    const email = newEmail();
    await fillIn(page, { connection: 'Requires-Username' });
    await sendLock(page, { email, username: 'johndoe', password: PASSWORD });
    const value = { Id: ID, emailVerified: false, email, username: 'johndoe' };
    expect(await handedOver(page)).toEqual({ way: 'signup success', value, remark: '' });
    await page.getByText('Thanks for signing up.').waitFor();
    expect(await storedUser(email)).toMatchObject({ connection: 'Requires-Username' });
    await page.locator('#users li[data-fresh]', { hasText: email }).waitFor();

    await page.click('#restart');
    expect(await page.inputValue('.auth0-lock input[name=username]')).toBe('');
    expect(await page.getAttribute('#handed-over', 'data-state')).toBeNull();
  });

  it("shows that an address is taken, in Lock's words and as the event has it", async () => {
    const page = await open('Lock');
    const email = newEmail();
    await take(email);
    await sendLock(page, { email, password: PASSWORD });
    expect(await handedOver(page)).toEqual({ way: 'signup error', value: TAKEN, remark: '' });
    expect(await lockMessage(page)).toBe('The user already exists.');
  });

  it('leaves a weak password to Lock, which sends nothing', async () => {
    const page = await open('Lock');
    await sendLock(page, { email: newEmail(), password: 'abc' });
    await page.getByText('Password is invalid').waitFor();
    expect(signupsOf(page)).toBe(0);
  });

  it.each([
    {
      connection: 'Username-Password-Authentication',
      password: PASSWORD.repeat(5),
      value: WEAK,
      message: 'Password is too weak.',
    },
    {
      connection: 'Dictionary-And-Personal-Data',
      password: 'password',
      value: COMMON,
      message: 'Password is too common.',
    },
  ])('shows what the server finds: $message', async ({ connection, password, ...expected }) => {
    const page = await open('Lock');
    const email = newEmail();
    await fillIn(page, { connection });
    await sendLock(page, { email, password });
    const { value, message } = expected;
    expect(await handedOver(page)).toEqual({ way: 'signup error', value, remark: '' });
    expect(await lockMessage(page)).toBe(message);
    expect(await storedUser(email)).toBeUndefined();
  });
});

describeInChromium('the pages over https', () => {
  const { open, storedUser } = useClientPages('https');
  const domain = expect.stringMatching(/"127\.0\.0\.1:\d+"/);

  it('sign up with auth0.js', async () => {
    const page = await open('auth0.js');
    const email = newEmail();
    await fillIn(page, { email, password: PASSWORD });
    expect(await send(page)).toMatchObject({ way: 'callback(null, data)' });
    expect(await page.textContent('#call-text')).toEqual(domain);
    expect(await storedUser(email)).toBeDefined();
  });

  it('sign up with Lock', async () => {
    const page = await open('Lock');
    const email = newEmail();
    await sendLock(page, { email, password: PASSWORD });
    expect(await handedOver(page)).toMatchObject({ way: 'signup success' });
    expect(await page.textContent('#call-text')).toEqual(domain);
    expect(await storedUser(email)).toBeDefined();
  });

  it.each(['auth0.js', 'Lock'])('need no more room than a phone has: %s', async (name) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open(name, { colorScheme, viewport: { width: 360, height: 740 } });
      expect(await textOf(page, 'nav [aria-current=page]')).toBe(name);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
  });
});
