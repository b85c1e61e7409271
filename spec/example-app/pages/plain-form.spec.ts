import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium';
import { fillIn, newEmail, responseShown, send, signUp, textOf } from '../support/forms';
import { describeWithShell, paste } from '../support/shell';
import {
  CONNECTION,
  SIGNUP_PATH,
  signUpByRequest,
  storedUser,
  storedUsers,
} from '../support/stored-users';
import { PASSWORD, useExampleApp } from '../support/use-example-apps';
import { usePages } from '../support/use-pages';

jest.setTimeout(30_000);

describeInChromium('the page with the plain form', () => {
  const app = useExampleApp();
  const pages = usePages(app);

  /** The body that the page sends during `act`. */
  async function sentBy(page: Page, act: () => Promise<void>): Promise<string> {
    const sent = page.waitForRequest((one) => one.url().endsWith(SIGNUP_PATH));
    await act();
    return (await sent).postData() ?? '';
  }

  describe('when it is loaded', () => {
    it('loads everything from this server, and nothing twice', async () => {
      await pages.open();
      const paths = pages.requests.map((url) => url.replace(app.url, ''));
      expect(paths).toEqual(expect.arrayContaining(['/', '/main.js', '/tenant', '/users']));
      expect(new Set(paths).size).toBe(paths.length);
    });

    it('shows which client signs up, and offers the connections', async () => {
      const page = await pages.open();
      expect(await textOf(page, '#outcome')).toBe('Signs up as client example-client');
      expect(await page.locator('#connection option').allInnerTexts()).toEqual([
        CONNECTION,
        'Requires-Username',
        'Policy-None',
        'Policy-Low',
        'Policy-Fair',
        'Policy-Excellent',
        'Dictionary-And-Personal-Data',
      ]);
    });

    it('says so when the tenant cannot be read', async () => {
      const page = await pages.openWith('/tenant', { status: 503 });
      expect(await textOf(page, '#outcome')).toBe(
        'The page could not read the tenant. Is the example app still running?',
      );
    });

    it('says that it needs JavaScript, without which a password never gets into a URL either', async () => {
      const page = await pages.openWithoutScripts();
      expect(await textOf(page, 'noscript')).toBe('This page needs JavaScript.');
      await page.fill('#password', PASSWORD);
      await page.click('#send');
      await page.waitForURL(`**${SIGNUP_PATH}`);
      expect(pages.requests).toContain(app.url + SIGNUP_PATH);
      expect(pages.requests.filter((url) => url.includes(PASSWORD))).toEqual([]);
      await page.context().close();
    });
  });

  describe('a sign-up', () => {
    it('with every documented field shows the request, the response and the stored user', async () => {
      const page = await pages.emptyForm();
      const email = newEmail();
      const profile = {
        email,
        username: 'johndoe',
        given_name: 'John',
        family_name: 'Doe',
        name: 'John Doe',
        nickname: 'johnny',
        picture: 'http://example.org/jdoe.png',
      };
      const user_metadata = [
        ['plan', 'silver'],
        ['team_id', 'a111'],
      ] as const;
      const connection = 'Requires-Username';
      await signUp(page, { connection, ...profile, user_metadata });

      const stored = await storedUser(app.url, email);
      const shown = { ...profile, user_metadata: Object.fromEntries(user_metadata) };
      expect(stored).toEqual({
        _id: expect.stringMatching(/^[0-9a-f]{24}$/),
        connection,
        email_verified: false,
        ...shown,
        created_at: expect.any(String),
      });

      const [head = '', body = ''] = (await wireText(page, '#answer-text')).split('\n\n');
      expect(head).toMatch(/^HTTP\/1\.1 200 OK\nContent-Type: application\/json; charset=utf-8\n/);
      expect(JSON.parse(body)).toEqual({ _id: stored?._id, email_verified: false, ...shown });
      expect(await page.getAttribute('#answer', 'data-state')).toBe('taken');
      expect(await textOf(page, '#elapsed')).toMatch(/^\d+ ms$/);
      expect(await textOf(page, '#outcome')).toBe(`Signed up ${email}`);
      expect(await page.locator('#problem').innerText()).toBe('');

      const item = page.locator(`#users li[data-id="${stored?._id}"]`);
      await item.and(page.locator('[data-fresh]')).waitFor();
      expect(await item.locator('summary').innerText()).toContain(`${email}, johndoe`);
      await item.locator('summary').click();
      expect(JSON.parse(await item.locator('pre').innerText())).toEqual(stored);
    });

    it('with the example is accepted, any number of times', async () => {
      const page = await pages.emptyForm();
      for (const connection of ['Requires-Username', 'Policy-Excellent', 'Requires-Username']) {
        await fillIn(page, { connection });
        await page.click('#example');
        await send(page);
        expect(await page.getAttribute('#answer', 'data-state')).toBe('taken');
        expect((await storedUser(app.url, await page.inputValue('#email')))?.user_metadata).toEqual(
          {
            plan: 'silver',
            team_id: 'a111',
          },
        );
      }
    });

    it('sends values as they were typed, and no empty fields', async () => {
      const page = await pages.emptyForm();
      const email = newEmail();
      const body = await sentBy(page, () =>
        signUp(page, { email: ` ${email.toUpperCase()} `, name: ' "Jane"\\ é 😀 ' }),
      );
      expect(JSON.parse(body)).toEqual({
        client_id: 'example-client',
        connection: CONNECTION,
        email: ` ${email.toUpperCase()} `,
        password: PASSWORD,
        name: ' "Jane"\\ é 😀 ',
      });
      expect((await storedUser(app.url, email))?.name).toBe(' "Jane"\\ é 😀 ');
    });

    it('sends a username to connections that ask for one, and shows its field only there', async () => {
      const page = await pages.emptyForm();
      const username = page.locator('#username');
      expect(await username.isVisible()).toBe(false);
      await fillIn(page, { connection: 'Requires-Username', username: 'jane-1' });
      await fillIn(page, { connection: 'Policy-Fair' });
      expect(await username.isVisible()).toBe(false);
      const body = await sentBy(page, () => signUp(page));
      expect(JSON.parse(body)).not.toHaveProperty('username');
      await fillIn(page, { connection: 'Requires-Username' });
      expect(await username.inputValue()).toBe('jane-1');
    });

    it('blocks further ones until the response arrives', async () => {
      let respond = () => {};
      const page = await pages.emptyForm();
      let sent = 0;
      await page.route(`**${SIGNUP_PATH}`, async (route) => {
        sent += 1;
        await new Promise<void>((resolve) => {
          respond = resolve;
        });
        await route.continue();
      });
      await fillIn(page, { email: newEmail(), password: PASSWORD });
      await Promise.all([page.waitForRequest(`**${SIGNUP_PATH}`), page.press('#email', 'Enter')]);
      expect(await page.getAttribute('#send', 'aria-disabled')).toBe('true');
      expect(await page.getAttribute('#answer', 'data-state')).toBe('waiting');
      expect(await textOf(page, '#outcome')).toBe('Sending …');
      await page.press('#email', 'Enter');
      await page.click('#send', { force: true });
      respond();
      await responseShown(page);
      expect(sent).toBe(1);
      expect(await page.getAttribute('#answer', 'data-state')).toBe('taken');
    });
  });

  describe('the body', () => {
    it('is JSON by default, and form-urlencoded by choice, with nested metadata', async () => {
      const page = await pages.emptyForm();
      const user_metadata = [
        ['plan', 'silver & gold'],
        ['__proto', 'é'],
      ] as const;
      await fillIn(page, { email: newEmail(), password: PASSWORD, user_metadata });
      const json = await sentBy(page, () => send(page));
      expect(JSON.parse(json).user_metadata).toEqual(Object.fromEntries(user_metadata));
      expect(await wireText(page, '#request-text')).toContain('Content-Type: application/json\n');

      const email = newEmail();
      await fillIn(page, { email, encoding: 'form' });
      const form = await sentBy(page, () => send(page));
      expect([...new URLSearchParams(form)]).toEqual([
        ['client_id', 'example-client'],
        ['connection', CONNECTION],
        ['email', email],
        ['password', PASSWORD],
        ['user_metadata[plan]', 'silver & gold'],
        ['user_metadata[__proto]', 'é'],
      ]);
      expect(await wireText(page, '#request-text')).toContain(
        'Content-Type: application/x-www-form-urlencoded\n',
      );
      expect((await storedUser(app.url, email))?.user_metadata).toEqual(
        Object.fromEntries(user_metadata),
      );
    });

    it.each(['json', 'form'] as const)(
      'is shown as it was sent, with the password masked until revealed: %s',
      async (encoding) => {
        const page = await pages.open();
        const shown = () => wireText(page, '#request-text');
        expect(await shown()).toContain('Nothing sent yet');
        const sent = await sentBy(page, () => signUp(page, { encoding, name: 'Jane & John' }));
        expect(await shown()).toContain('••••••••');
        expect(await page.locator('.wire').innerText()).not.toContain(PASSWORD);

        await page.click('#reveal');
        expect(await page.getAttribute('#reveal', 'aria-pressed')).toBe('true');
        const [, body = ''] = (await shown()).split('\n\n');
        const compact = encoding === 'json' ? JSON.stringify(JSON.parse(body)) : body;
        expect(compact.replaceAll('\n', '')).toBe(sent);

        await page.click('#reveal');
        expect(await shown()).not.toContain(PASSWORD);
      },
    );
  });

  describe('a password', () => {
    it('is hidden while it is typed, and shown on request', async () => {
      const page = await pages.emptyForm();
      const type = () => page.getAttribute('#password', 'type');
      expect(await type()).toBe('password');
      await page.click('#show-password');
      expect(await type()).toBe('text');
      expect(await textOf(page, '#show-password')).toMatch(/^Hide/);
      await page.click('#show-password');
      expect(await type()).toBe('password');
    });

    it('is checked against the rules of its connection while it is typed', async () => {
      const page = await pages.emptyForm();
      const rules = async () => {
        const items = await page.locator('#rules [data-rule]').all();
        const pairs = items.map(async (item) => [
          await item.getAttribute('data-rule'),
          (await item.getAttribute('data-met')) === 'true',
        ]);
        return Object.fromEntries(await Promise.all(pairs));
      };
      const met = {
        lengthAtLeast: true,
        containsAtLeast: true,
        lowerCase: true,
        upperCase: true,
        numbers: true,
        specialCharacters: true,
        maxLength: true,
      };
      await page.fill('#password', 'Abcdef1!');
      expect(await rules()).toEqual(met);
      await page.fill('#password', 'Abcde1');
      expect(await rules()).toEqual({ ...met, lengthAtLeast: false, specialCharacters: false });
      await page.fill('#password', 'abcdefgh');
      expect(await rules()).toEqual({
        ...met,
        containsAtLeast: false,
        upperCase: false,
        numbers: false,
        specialCharacters: false,
      });
      await fillIn(page, { connection: 'Policy-Excellent', password: 'Aaaabcdef1' });
      expect(await rules()).toEqual({ ...met, identicalChars: false, specialCharacters: false });
      await page.fill('#password', 'Aaabcdef12');
      expect(await rules()).toEqual({ ...met, identicalChars: true, specialCharacters: false });
      await page.fill('#password', `Ab1!${'é'.repeat(35)}`);
      expect(await page.locator('#rules [data-rule=maxLength]').isVisible()).toBe(true);
    });
  });

  describe('the metadata', () => {
    it('accepts at most ten properties, and each can be removed', async () => {
      const page = await pages.emptyForm();
      const rows = page.locator('#metadata li');
      for (let count = 1; count <= 10; count += 1) {
        await page.click('#add-metadata');
        expect(await rows.count()).toBe(count);
      }
      expect(await textOf(page, '#add-metadata')).toBe('10 properties at most');
      await page.click('#add-metadata', { force: true });
      expect(await rows.count()).toBe(10);
      await page.locator('#metadata li button').first().click();
      expect(await rows.count()).toBe(9);
      await page.click('#add-metadata');
      expect(await rows.count()).toBe(10);
    });

    it('is not sent for rows that are left empty', async () => {
      const page = await pages.emptyForm();
      await page.click('#add-metadata');
      const body = await sentBy(page, () => signUp(page));
      expect(JSON.parse(body)).not.toHaveProperty('user_metadata');
    });
  });

  describe('the list of users', () => {
    it('says so when there are no users', async () => {
      const page = await pages.openWith('/users', { json: [] });
      expect(await textOf(page, '#users .empty')).toContain('No users yet.');
      expect(await page.locator('#count').innerText()).toBe('');
    });

    it('says so when it cannot be read', async () => {
      const page = await pages.openWith('/users', { status: 500 });
      expect(await textOf(page, '#users .empty')).toContain('The list cannot be read now.');
    });

    it('shows users who signed up elsewhere after a refresh, and does not change the others', async () => {
      const page = await pages.emptyForm();
      await signUp(page);
      const first = page.locator('#users li[data-fresh]');
      await first.locator('summary').click();
      const mine = await first.getAttribute('data-id');

      const { _id } = await signUpByRequest(app.url, newEmail(), { connection: 'Policy-None' });
      await page.click('#refresh');
      await page.locator(`#users li[data-id="${_id}"]`).waitFor();
      const ids = '[...document.querySelectorAll("#users li")].map((item) => item.dataset.id)';
      expect(await page.evaluate(ids)).toEqual((await storedUsers(app.url)).map(({ _id }) => _id));
      expect(await page.locator(`#users li[data-id="${mine}"] details[open]`).count()).toBe(1);
      expect(await page.locator('#users li[data-fresh]').count()).toBe(0);
      expect(Number(await textOf(page, '#count'))).toBe((await storedUsers(app.url)).length);
    });
  });

  describeWithShell('the copied curl line', () => {
    it.each(['json', 'form'] as const)(
      'sends the same bytes from a shell: %s',
      async (encoding) => {
        const page = await pages.open();
        const email = newEmail();
        const name = `O'Neil "$HOME" \`id\` \\ & é`;
        expect(await page.isDisabled('#copy')).toBe(true);
        await signUp(page, { encoding, email, name, user_metadata: [['a', "it's"]] });
        await page.click('#copy');
        await page.locator('#copied:not(:empty)').waitFor();
        expect(await textOf(page, '#copied')).toBe('Copied, with the password');
        const line: string = await page.evaluate('navigator.clipboard.readText()');

        expect(await paste(line)).toMatchObject({ status: 400, body: { code: 'user_exists' } });
        const other = newEmail();
        const encoded = encoding === 'form' ? encodeURIComponent : (text: string) => text;
        const response = await paste(line.replace(encoded(email), encoded(other)));
        expect(response).toMatchObject({ status: 200, body: { email: other, name } });
        expect(await storedUser(app.url, other)).toMatchObject({
          name,
          user_metadata: { a: "it's" },
        });
      },
    );

    it('is shown for copying by hand when the browser denies access to the clipboard', async () => {
      const page = await pages.open();
      await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error()); 0');
      await signUp(page);
      await page.click('#copy');
      await page.locator('#copied:not(:empty)').waitFor();
      const response = await paste(await textOf(page, '#copied'));
      expect(response).toMatchObject({ status: 400, body: { code: 'user_exists' } });
    });
  });
});

/** A request or response as it is shown, line by line. */
async function wireText(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent())?.trim() ?? '';
}
