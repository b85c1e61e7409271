import type { Page } from 'playwright-core';
import { describeInChromium } from '../support/chromium';
import { fillIn, focused, newEmail, responseShown, send, signUp, textOf } from '../support/forms';
import { signUpByRequest } from '../support/stored-users';
import { PASSWORD, useExampleApp } from '../support/use-example-apps';
import { usePages } from '../support/use-pages';

jest.setTimeout(30_000);

describeInChromium('the page with the plain form', () => {
  const app = useExampleApp();
  const pages = usePages(app);

  describe('with the keyboard alone', () => {
    /** Presses Tab until `goal` has the focus; returns what had it on the way. */
    async function tabTo(page: Page, goal: string): Promise<(string | null)[]> {
      const passed: (string | null)[] = [];
      while (passed.at(-1) !== goal && passed.length < 40) {
        await page.keyboard.press('Tab');
        passed.push(await focused(page));
      }
      return passed;
    }

    it('moves the focus through the form in reading order, and Enter sends it', async () => {
      const page = await pages.open();
      await tabTo(page, 'example');
      expect(await tabTo(page, 'email')).toEqual(['connection', 'email']);
      const email = newEmail();
      await page.keyboard.type(email);
      expect(await tabTo(page, 'password')).toEqual(['password']);
      await page.keyboard.type(PASSWORD);
      expect(await tabTo(page, 'send')).toEqual([
        'show-password',
        'given_name',
        'family_name',
        'name',
        'nickname',
        'picture',
        'add-metadata',
        'encoding',
        'send',
      ]);
      await page.keyboard.press('Enter');
      await responseShown(page);
      expect(await textOf(page, '#outcome')).toBe(`Signed up ${email}`);
      expect(await focused(page)).toBe('send');
      expect(await tabTo(page, 'refresh')).toEqual(['reveal', 'copy', 'refresh']);
    });

    it('sends the form by Enter in a field, and moves the focus to the wrong field', async () => {
      const page = await pages.open();
      await tabTo(page, 'email');
      await page.keyboard.type('jane');
      await tabTo(page, 'password');
      await page.keyboard.type(PASSWORD);
      await page.keyboard.press('Enter');
      await responseShown(page);
      expect(await focused(page)).toBe('email');
      await page.keyboard.press('End');
      await page.keyboard.type(`.${newEmail()}`);
      await page.keyboard.press('Enter');
      await responseShown(page);
      expect(await page.getAttribute('#answer', 'data-state')).toBe('taken');
    });

    it('chooses the connection and the encoding', async () => {
      const page = await pages.open();
      await tabTo(page, 'connection');
      await page.keyboard.press('ArrowDown');
      expect(await page.inputValue('#connection')).toBe('Requires-Username');
      expect(await tabTo(page, 'password')).toEqual(['email', 'username', 'password']);
      await tabTo(page, 'encoding');
      await page.keyboard.press('ArrowRight');
      expect(await page.isChecked('[name=encoding][value=form]')).toBe(true);
    });

    it('adds and removes metadata without losing the focus', async () => {
      const page = await pages.open();
      await tabTo(page, 'add-metadata');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('user_metadata_name');
      await page.keyboard.type('plan');
      await page.keyboard.press('Tab');
      await page.keyboard.type('silver');
      await tabTo(page, 'add-metadata');
      await page.keyboard.press('Space');
      await page.keyboard.type('team_id');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect(await page.locator('#metadata li').count()).toBe(1);
      expect(await page.locator('#metadata li button:focus').count()).toBe(1);
      expect(await page.inputValue('[name=user_metadata_name]')).toBe('plan');
      await page.keyboard.press('Enter');
      expect(await focused(page)).toBe('add-metadata');
    });

    it('outlines the focused element', async () => {
      const page = await pages.open();
      for (const goal of ['example', 'email', 'show-password', 'encoding', 'send', 'refresh']) {
        await tabTo(page, goal);
        const outlined =
          '[document.activeElement, document.activeElement.nextElementSibling]' +
          '.some((element) => element && getComputedStyle(element).outlineStyle === "solid")';
        expect([goal, await page.evaluate(outlined)]).toEqual([goal, true]);
      }
    });
  });

  describe.each(['light', 'dark'] as const)('in %s colours', (colorScheme) => {
    afterEach(() => pages.show());

    it.each([360, 1280])('fits into %d pixels, whatever the content', async (width) => {
      await pages.show(colorScheme, width);
      const page = await pages.emptyForm();
      const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(5);
      const local = long.slice(0, 64);
      const host = `${long.slice(0, 50)}.${long.slice(0, 50)}.${width}.${colorScheme}.example.com`;
      await signUp(page, {
        connection: 'Requires-Username',
        username: `jane.${width}.${colorScheme}`,
        email: `${local}@${host}`,
        name: long,
        nickname: '😀'.repeat(100),
        picture: `http://example.org/${long}`,
        user_metadata: [[long.slice(0, 100), long]],
      });
      expect(await page.getAttribute('#answer', 'data-state')).toBe('taken');
      const fresh = page.locator('#users li[data-fresh] summary');
      await fresh.click();
      await page.click('#reveal');
      await expectNoOverflow(page);
      await signUp(page, { connection: 'Policy-Excellent', password: 'aaa' });
      expect(await page.getAttribute('#answer', 'data-state')).toBe('refused');
      await expectNoOverflow(page);
    });

    it('has enough contrast between text and background', async () => {
      await pages.show(colorScheme);
      const page = await pages.emptyForm();
      await signUp(page, { email: 'jane' });
      const colours = ['h1', '.lead', 'label', '#email-note', '#problem', '#answer-text', '#send'];
      for (const selector of colours) {
        const ratio = await page.evaluate(`(${contrast})(${JSON.stringify(selector)})`);
        expect([selector, Number(ratio) >= 4.5]).toEqual([selector, true]);
      }
    });
  });

  async function expectNoOverflow(page: Page): Promise<void> {
    const excess = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
    expect(await page.evaluate(excess)).toBe(0);
  }

  it('has colours of its own for a dark scheme', async () => {
    const background = 'getComputedStyle(document.documentElement).backgroundColor';
    const page = await pages.emptyForm();
    await pages.show('light');
    const light = await page.evaluate(background);
    await pages.show('dark');
    const dark = await page.evaluate(background);
    await pages.show();
    expect(light).not.toBe(dark);
  });

  it('names every control for screen readers', async () => {
    const page = await pages.emptyForm();
    await fillIn(page, { connection: 'Requires-Username', user_metadata: [['a', 'b']] });
    const controls = await page.locator('input:visible, select:visible, button:visible').all();
    expect(controls.length).toBeGreaterThan(15);
    for (const control of controls) {
      expect(await control.ariaSnapshot()).toMatch(/^- \w+ "[^"]+"/);
    }
  });

  describe('with markup among the stored values', () => {
    const MARKUP = '<img src=x onerror="document.title=\'broken into\'">';

    it('shows it as text among the users', async () => {
      const { _id } = await signUpByRequest(app.url, newEmail(), {
        connection: 'Requires-Username',
        username: "a'~`#!",
        given_name: MARKUP,
        name: MARKUP,
        nickname: MARKUP,
        user_metadata: { [MARKUP.replaceAll('.', '')]: MARKUP },
      });
      const page = await pages.open();
      const item = page.locator(`#users li[data-id="${_id}"]`);
      await item.locator('summary').click();
      expect(JSON.parse(await item.locator('pre').innerText())).toMatchObject({ name: MARKUP });
      await expectUntouched(page);
    });

    it('shows it as text in the request, the response and the refusal', async () => {
      const page = await pages.emptyForm();
      await signUp(page, { name: MARKUP, user_metadata: [[MARKUP.replaceAll('.', ''), MARKUP]] });
      expect(await textOf(page, '#answer-text')).toContain('<img src=x');
      await fillIn(page, { email: MARKUP, encoding: 'form' });
      await send(page);
      expect(await page.getAttribute('#answer', 'data-state')).toBe('refused');
      await fillIn(page, { email: newEmail(), user_metadata: [[`$${MARKUP}`, MARKUP]] });
      await send(page);
      expect(await textOf(page, '#problem')).toContain('<img src=x');
      await expectUntouched(page);
    });

    async function expectUntouched(page: Page): Promise<void> {
      expect(await page.locator('img, [onerror], body script, iframe').count()).toBe(0);
      expect(await page.title()).toBe('Try a sign-up: express-dbconnections');
    }
  });
});

/** Runs in the page: the contrast of an element's text with its background, as WCAG defines it. */
const contrast = `(selector) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map((part) => Number(part) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const element = document.querySelector(selector);
  let behind = element;
  const background = () => getComputedStyle(behind).backgroundColor;
  while (background() === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
  const [high, low] = [light(getComputedStyle(element).color), light(background())]
    .sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}`;
