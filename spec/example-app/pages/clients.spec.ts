import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium';
import {
  clientResult,
  fillIn,
  newEmail,
  sendWithAuth0Js,
  sendWithLock,
  textOf,
} from '../support/forms';
import { SIGNUP_PATH, signUpByRequest, storedUser } from '../support/stored-users';
import { PASSWORD, useExampleApp } from '../support/use-example-apps';
import { usePages } from '../support/use-pages';

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

const app = useExampleApp();

/** From the plain page by its navigation, as a person gets there. */
async function openByLink(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name: `Sign up with ${name}` }).waitFor();
  await page.locator('#outcome:not(:empty)').waitFor();
}

function signupsIn(requests: readonly string[]): number {
  return requests.filter((url) => url.endsWith(SIGNUP_PATH)).length;
}

describeInChromium('the page with auth0.js', () => {
  const pages = usePages(app);

  it('shows the call without the password, and everything that is sent is stored', async () => {
    const page = await pages.open();
    await openByLink(page, 'auth0.js');
    const email = newEmail();
    await page.click('#example');
    await fillIn(page, { connection: 'Requires-Username', username: 'johndoe', email });
    expect(await sendWithAuth0Js(page)).toMatchObject({
      way: 'callback(null, data)',
      value: { Id: ID, emailVerified: false, email, username: 'johndoe', givenName: 'John' },
    });
    expect(await textOf(page, '#outcome')).toBe(`Signed up ${email}`);
    expect(await page.textContent('#call-text')).not.toContain('Correct-Horse-7');
    expect(await storedUser(app.url, email)).toMatchObject({
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

  it('shows err.description when an address is taken', async () => {
    const page = await pages.emptyForm('/auth0-js/');
    const email = newEmail();
    await signUpByRequest(app.url, email);
    await fillIn(page, { email, password: PASSWORD });
    expect(await sendWithAuth0Js(page)).toEqual({
      way: 'callback(err)',
      value: TAKEN,
      remark: 'err.message is undefined.',
    });
    expect(await page.textContent('#problem')).toBe('The user already exists.user_exists');
  });

  it('shows err.policy when a password is weak', async () => {
    const page = await pages.emptyForm('/auth0-js/');
    const email = newEmail();
    await fillIn(page, { email, password: 'abc' });
    expect(await sendWithAuth0Js(page)).toMatchObject({ way: 'callback(err)', value: WEAK });
    expect(await textOf(page, '#problem')).toContain('* At least 8 characters in length\n');
    expect(await storedUser(app.url, email)).toBeUndefined();
  });

  it('shows what signup() throws, and that nothing was sent', async () => {
    const page = await pages.emptyForm('/auth0-js/');
    const value = { name: 'Error', message: 'email option is required' };
    expect(await sendWithAuth0Js(page)).toMatchObject({ way: 'signup() throws', value });
    expect(signupsIn(pages.requests)).toBe(0);
  });
});

describeInChromium('the page with Lock', () => {
  const pages = usePages(app);
  let page: Page;

  /** Lock's form for the connection. It is only rendered again for another one: that takes seconds. */
  async function showLock(connection = 'Username-Password-Authentication'): Promise<void> {
    if ((await page.inputValue('#connection')) !== connection) {
      await page.selectOption('#connection', connection);
    }
    await page.locator('.auth0-lock-submit').waitFor();
  }

  /** Resolves when Lock shows that text above its form. */
  async function expectMessage(text: string): Promise<void> {
    await page.locator('.auth0-global-message-error', { hasText: text }).waitFor();
    expect(await page.locator('.auth0-global-message-error').textContent()).toBe(text);
  }

  it('leaves a weak password to Lock, which sends nothing', async () => {
    page = await pages.open();
    await openByLink(page, 'Lock');
    await showLock();
    await sendWithLock(page, { email: newEmail(), password: 'abc' });
    await page.getByText('Password is invalid').waitFor();
    expect(signupsIn(pages.requests)).toBe(0);
  });

  it("shows that an address is taken, in Lock's words and as the event has it", async () => {
    await showLock();
    const email = newEmail();
    await signUpByRequest(app.url, email);
    await sendWithLock(page, { email, password: PASSWORD });
    await expectMessage('The user already exists.');
    expect(await clientResult(page)).toEqual({ way: 'signup error', value: TAKEN, remark: '' });
  });

  it.each([
    {
      connection: 'Username-Password-Authentication',
      password: PASSWORD.repeat(5),
      value: { ...WEAK, description: 'Maximum password length exceeded 72' },
      message: 'Password is too weak.',
    },
    {
      connection: 'Dictionary-And-Personal-Data',
      password: 'password',
      value: COMMON,
      message: 'Password is too common.',
    },
  ])('shows what the server refuses: $message', async ({ connection, password, ...expected }) => {
    await showLock(connection);
    const email = newEmail();
    await sendWithLock(page, { email, password });
    const { value, message } = expected;
    await expectMessage(message);
    expect(await clientResult(page)).toEqual({ way: 'signup error', value, remark: '' });
    expect(await storedUser(app.url, email)).toBeUndefined();
  });

  it('signs up, shows so in Lock and by the event, and starts over', async () => {
    await showLock('Requires-Username');
    const email = newEmail();
    await sendWithLock(page, { email, username: 'johnny', password: PASSWORD });
    const value = { Id: ID, emailVerified: false, email, username: 'johnny' };
    expect(await clientResult(page)).toEqual({ way: 'signup success', value, remark: '' });
    await page.getByText('Thanks for signing up.').waitFor();
    expect(await storedUser(app.url, email)).toMatchObject({ connection: 'Requires-Username' });
    await page.locator('#users li[data-fresh]', { hasText: email }).waitFor();

    await page.click('#restart');
    expect(await page.inputValue('.auth0-lock input[name=username]')).toBe('');
    expect(await page.getAttribute('#handed-over', 'data-state')).toBeNull();
  });
});

describeInChromium('the pages over https', () => {
  const pages = usePages({
    get url() {
      return app.secureUrl;
    },
  });

  async function expectSignedUp(page: Page, email: string): Promise<void> {
    const domain = expect.stringMatching(/"127\.0\.0\.1:\d+"/);
    expect(await page.textContent('#call-text')).toEqual(domain);
    expect(await storedUser(app.url, email)).toBeDefined();
  }

  async function expectFitsOnPhone(page: Page, name: string): Promise<void> {
    for (const colorScheme of ['light', 'dark'] as const) {
      await pages.show(colorScheme, 360);
      expect(await textOf(page, 'nav [aria-current=page]')).toBe(name);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    }
    await pages.show();
  }

  it('sign up with auth0.js, and need no more room than a phone has', async () => {
    const page = await pages.open('/auth0-js/');
    await expectFitsOnPhone(page, 'auth0.js');
    const email = newEmail();
    await fillIn(page, { email, password: PASSWORD });
    expect(await sendWithAuth0Js(page)).toMatchObject({ way: 'callback(null, data)' });
    await expectSignedUp(page, email);
  });

  it('sign up with Lock, and need no more room than a phone has', async () => {
    const page = await pages.open('/lock/');
    await page.locator('.auth0-lock-submit').waitFor();
    await expectFitsOnPhone(page, 'Lock');
    const email = newEmail();
    await sendWithLock(page, { email, password: PASSWORD });
    expect(await clientResult(page)).toMatchObject({ way: 'signup success' });
    await expectSignedUp(page, email);
  });
});
