import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium';
import { type Entries, fillIn, focused, newEmail, send, signUp, textOf } from '../support/forms';
import { SIGNUP_PATH } from '../support/stored-users';
import { PASSWORD, useExampleApp } from '../support/use-example-apps';
import { usePages } from '../support/use-pages';

jest.setTimeout(30_000);

describeInChromium('the page after a refusal', () => {
  const app = useExampleApp();
  const pages = usePages(app);

  /** What the page shows in the summary and beside the field, and where the focus is. */
  async function problemAt(page: Page, field: string) {
    return {
      summary: (await textOf(page, '#problem')).split(/\s*\n\s*/),
      note: await textOf(page, `#${field}-note`),
      focus: await focused(page),
      state: await page.getAttribute('#answer', 'data-state'),
    };
  }

  describe('because a value is taken', () => {
    it('shows it at the e-mail, and moves the focus there', async () => {
      const page = await pages.emptyForm();
      await signUp(page);
      await send(page);
      expect(await problemAt(page, 'email')).toEqual({
        summary: ['This e-mail is taken user_exists', 'The user already exists.'],
        note: 'This e-mail is taken.',
        focus: 'email',
        state: 'refused',
      });
      expect(await page.getAttribute('#email', 'aria-invalid')).toBe('true');
      expect(await page.locator('#outcome').innerText()).toBe('');
    });

    it('shows it at the username, and moves the focus there', async () => {
      const page = await pages.emptyForm();
      await signUp(page, { connection: 'Requires-Username', username: 'jane' });
      await signUp(page);
      expect(await problemAt(page, 'username')).toEqual({
        summary: [
          'This username is taken username_exists',
          'The username provided is in use already.',
        ],
        note: 'This username is taken.',
        focus: 'username',
        state: 'refused',
      });
      expect(await page.locator('[aria-invalid]').count()).toBe(1);
    });

    it('removes the error when the field changes, and everything with the next sign-up', async () => {
      const page = await pages.emptyForm();
      await signUp(page);
      await send(page);
      await page.fill('#name', 'Jane');
      expect(await page.getAttribute('#email', 'aria-invalid')).toBe('true');
      await page.fill('#email', newEmail());
      expect(await page.locator('[aria-invalid]').count()).toBe(0);
      expect(await textOf(page, '#email-note')).toBe('');
      await send(page);
      expect(await page.locator('#problem').innerText()).toBe('');
      expect(await page.getAttribute('#answer', 'data-state')).toBe('taken');
    });
  });

  describe('of a password', () => {
    it('lists the rules that it breaks', async () => {
      const page = await pages.emptyForm();
      await signUp(page, { connection: 'Policy-Excellent', password: 'aaab' });
      const rules = [
        'At least 10 characters in length',
        'Contain at least 3 of the following 4 types of characters',
        'No more than 2 identical characters in a row (e.g., "aaa" not allowed)',
      ];
      expect(await problemAt(page, 'password')).toEqual({
        summary: ['Password is too weak PasswordStrengthError', ...rules],
        note: `Password is too weak: ${rules.join('; ')}`,
        focus: 'password',
        state: 'refused',
      });
      const broken = page.locator('#rules > [data-rule][data-met=false]');
      expect(await broken.count()).toBe(3);
    });

    it.each([
      {
        connection: 'Policy-Fair',
        password: 'abcdefgh',
        summary: [
          'Password is too weak PasswordStrengthError',
          'Should contain upper case letters (A-Z), numbers (i.e. 0-9)',
        ],
      },
      {
        connection: 'Policy-None',
        password: 'é'.repeat(37),
        summary: [
          'Password is too weak PasswordStrengthError',
          'Maximum password length exceeded 72',
        ],
      },
      {
        connection: 'Dictionary-And-Personal-Data',
        password: 'Password',
        summary: [
          'Password is too common PasswordDictionaryError',
          'Password is not allowed, it might be too common.',
        ],
      },
      {
        connection: 'Dictionary-And-Personal-Data',
        name: 'Jonathan',
        password: 'xx-jonathan-7',
        summary: [
          'Password contains personal data PasswordNoUserInfoError',
          'Password is based on user information',
        ],
      },
    ])('shows the reason: $summary.1', async ({ summary, ...entries }) => {
      const page = await pages.emptyForm();
      await signUp(page, entries);
      expect(await problemAt(page, 'password')).toMatchObject({ summary, focus: 'password' });
      expect(await page.getAttribute('#password', 'aria-invalid')).toBe('true');
    });
  });

  describe('of a field', () => {
    it.each<Entries & { field: string; says: string }>([
      { field: 'email', email: '', says: 'Email is required' },
      { field: 'email', email: 'jane', says: 'Invalid email address' },
      { field: 'password', password: '', says: 'Password is required' },
      {
        field: 'username',
        connection: 'Requires-Username',
        username: '',
        says: 'Missing username for Requires-Username connection with requires_username enabled',
      },
      {
        field: 'username',
        connection: 'Requires-Username',
        username: 'ja',
        says: 'The username is refused: The username must have at least 3 characters.',
      },
      {
        field: 'picture',
        picture: 'ftp://example.org/jane.png',
        says: 'Invalid picture (expected an http or https URI)',
      },
      {
        field: 'given_name',
        given_name: 'a'.repeat(151),
        says: 'Invalid given_name (max 150 characters allowed)',
      },
    ])('shows it at that field: $says', async ({ field, says, ...entries }) => {
      const page = await pages.emptyForm();
      await signUp(page, entries);
      const { note, focus, state } = await problemAt(page, field);
      expect({ note: note.replace(/\.$/, ''), focus, state }).toEqual({
        note: says.replace(/\.$/, ''),
        focus: field,
        state: 'refused',
      });
      expect(await page.getAttribute(`#${field}`, 'aria-invalid')).toBe('true');
      expect(await page.locator('[aria-invalid]').count()).toBe(1);
    });

    it.each([
      { name: '$set', value: 'a', part: 'name' },
      { name: 'a.b', value: 'a', part: 'name' },
      { name: 'note', value: 'a'.repeat(501), part: 'value' },
    ])(
      'shows it at the metadata row, at the half that is wrong: $name',
      async ({ name, value, part }) => {
        const page = await pages.emptyForm();
        await signUp(page, {
          user_metadata: [
            ['plan', 'silver'],
            [name, value],
          ],
        });
        expect(await textOf(page, '#user_metadata-note')).toMatch(/^Invalid user_metadata\b/);
        expect(await focused(page)).toBe(`user_metadata_${part}`);
        const row = page.locator('#metadata li').nth(1);
        expect(await row.locator('[aria-invalid]').getAttribute('name')).toBe(
          `user_metadata_${part}`,
        );
        expect(await page.locator('[aria-invalid]').count()).toBe(1);
      },
    );

    it('links to the field from the summary', async () => {
      const page = await pages.emptyForm();
      await signUp(page, { email: 'jane' });
      await page.focus('#nickname');
      await page.click('#problem a');
      expect(await focused(page)).toBe('email');
    });
  });

  describe('in each shape of an error body', () => {
    const problem = 'problem';

    it.each([
      {
        status: 400,
        json: { error: 'public signup is disabled' },
        summary: ['Public signup is disabled'],
        focus: 'connection',
      },
      {
        status: 400,
        json: { error: 'client not found' },
        summary: ['Client not found'],
        focus: problem,
      },
      {
        status: 400,
        json: {
          name: 'BadRequestError',
          code: 'invalid_signup',
          description: 'Invalid sign up',
          statusCode: 400,
        },
        summary: ['The sign-up is refused invalid_signup', 'Invalid sign up'],
        focus: 'email',
      },
      {
        status: 429,
        headers: { 'retry-after': '17' },
        json: {
          name: 'AnomalyDetected',
          code: 'too_many_requests',
          description: 'Too many signups from the same IP',
          statusCode: 429,
        },
        summary: [
          'Too many sign-ups too_many_requests',
          'Too many signups from the same IP',
          'Try again in 17 s',
        ],
        focus: problem,
      },
      {
        status: 403,
        json: { error: 'access_denied', error_description: 'Origin http://a is not allowed.' },
        summary: ['This origin is not allowed access_denied', 'Origin http://a is not allowed.'],
        focus: problem,
      },
      {
        status: 413,
        json: { error: 'payload_too_large', error_description: 'Payload Too Large' },
        summary: ['The request is too large payload_too_large', 'Payload Too Large'],
        focus: problem,
      },
      {
        status: 503,
        headers: { 'retry-after': '1' },
        json: { error: 'temporarily_unavailable', error_description: 'Service Unavailable' },
        summary: [
          'Sign-up is not available at the moment temporarily_unavailable',
          'Service Unavailable',
          'Try again in 1 s',
        ],
        focus: problem,
      },
      {
        status: 502,
        body: '<b>Bad Gateway</b>',
        summary: ['The server responded with 502, not in JSON'],
        focus: problem,
      },
    ])('shows a sentence, and moves the focus: $status $summary.0', async (example) => {
      const { summary, focus, ...response } = example;
      const page = await pages.emptyForm();
      await page.route(`**${SIGNUP_PATH}`, (route) => route.fulfill(response));
      await fillIn(page, { email: newEmail(), password: PASSWORD });
      await send(page);
      expect(await problemAt(page, 'email')).toMatchObject({ summary, focus, state: 'refused' });
      expect(await textOf(page, '#answer-text')).toMatch(new RegExp(`^HTTP/1.1 ${example.status}`));
      expect(await page.locator('#answer-text b').count()).toBe(0);
      expect(await page.inputValue('#password')).toBe(PASSWORD);
    });

    it('shows a sentence when there is no response at all', async () => {
      const page = await pages.emptyForm();
      await page.route(`**${SIGNUP_PATH}`, (route) => route.abort());
      await signUp(page);
      expect(await problemAt(page, 'email')).toMatchObject({
        summary: [
          'No response',
          'The server could not be reached. Is the example app still running?',
        ],
        focus: problem,
        state: 'refused',
      });
      expect(await textOf(page, '#answer-text')).toContain('No response');
    });
  });
});
