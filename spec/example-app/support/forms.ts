import type { Page } from 'playwright-core';
import { PASSWORD } from './use-example-apps';

let count = 0;

/** An address that is not taken. */
export function newEmail(): string {
  count += 1;
  return `jane.${count}@example.com`;
}

/** What a person enters into the form, by the names of the fields. */
export interface Entries {
  readonly connection?: string;
  readonly encoding?: 'json' | 'form';
  readonly user_metadata?: readonly (readonly [name: string, value: string])[];
  readonly [field: string]: unknown;
}

/** Fills in the form; fields that are not given are not changed. */
export async function fillIn(page: Page, entries: Entries): Promise<void> {
  const { connection, encoding, user_metadata = [], ...fields } = entries;
  if (connection !== undefined) {
    await page.selectOption('#connection', connection);
  }
  if (encoding !== undefined) {
    await page.check(`[name=encoding][value=${encoding}]`);
  }
  for (const [field, value] of Object.entries(fields)) {
    await page.fill(`#${field}`, String(value));
  }
  for (const [name, value] of user_metadata) {
    await page.click('#add-metadata');
    await page.locator('[name=user_metadata_name]').last().fill(name);
    await page.locator('[name=user_metadata_value]').last().fill(value);
  }
}

/** Sends the form and waits until its response is shown. */
export async function send(page: Page): Promise<void> {
  await page.click('#send');
  await responseShown(page);
}

/** Resolves when the page shows the response to its last request. */
export async function responseShown(page: Page): Promise<void> {
  await page.locator('#send:not([aria-disabled])').waitFor();
  await page.locator('#answer:is([data-state=taken], [data-state=refused])').waitFor();
}

/** Fills in an address, a password and the given fields, and sends the form. */
export async function signUp(page: Page, entries: Entries = {}): Promise<void> {
  await fillIn(page, { email: newEmail(), password: PASSWORD, ...entries });
  await send(page);
}

/** The visible text, with its white space. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).innerText()).trim();
}

/** The id of the focused element, or its name if it has no id. */
export async function focused(page: Page): Promise<string | null> {
  return page.evaluate('document.activeElement.id || document.activeElement.name || null');
}

/** What a page shows of what the client passed to the application. */
export interface ClientResult {
  /** The callback's arguments, or the event's name. */
  readonly way: string;
  readonly value: unknown;
  /** The line below the value, or an empty string. */
  readonly remark: string;
}

/** Waits for the client's result. */
export async function clientResult(page: Page): Promise<ClientResult> {
  await page.locator('#handed-over:is([data-state=taken], [data-state=refused])').waitFor();
  const text = (await page.textContent('#handed-over-text')) ?? '';
  const [, way = '', json = '', remark = ''] = /^(.*?)\n(.*?)\n(?:\n(.*))?$/s.exec(text) ?? [];
  return { way, value: JSON.parse(json), remark };
}

/** Sends the form of the page with auth0.js. */
export async function sendWithAuth0Js(page: Page): Promise<ClientResult> {
  await page.click('#send');
  await page.locator('#send:not([aria-disabled])').waitFor();
  return clientResult(page);
}

/** Fills in Lock's own form and sends it. */
export async function sendWithLock(
  page: Page,
  entries: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [field, value] of Object.entries(entries)) {
    await page.fill(`.auth0-lock input[name=${field}]`, value);
  }
  await page.click('.auth0-lock-submit');
}
