import type { Locator, Page } from 'playwright-core';
import { PASSWORD } from './use-example-apps';

let count = 0;

/** An address that nobody has signed up with. */
export function newEmail(): string {
  count += 1;
  return `jane.${count}@example.com`;
}

/** What a person writes into the form, by the names of the fields. */
export interface Entries {
  readonly connection?: string;
  readonly encoding?: 'json' | 'form';
  readonly user_metadata?: readonly (readonly [name: string, value: string])[];
  readonly [field: string]: unknown;
}

/** Fills in the form; what is not given stays as it is. */
export async function fillIn(page: Page, entries: Entries): Promise<void> {
  const { connection, encoding, user_metadata = [], ...fields } = entries;
  if (connection !== undefined) await page.selectOption('#connection', connection);
  if (encoding !== undefined) await page.check(`[name=encoding][value=${encoding}]`);
  for (const [field, value] of Object.entries(fields)) await page.fill(`#${field}`, String(value));
  for (const [name, value] of user_metadata) {
    await page.click('#add-metadata');
    await page.locator('[name=user_metadata_name]').last().fill(name);
    await page.locator('[name=user_metadata_value]').last().fill(value);
  }
}

/** Sends the form and waits until its answer is shown. */
export async function send(page: Page): Promise<void> {
  await page.click('#send');
  await answered(page);
}

/** Resolves when the page shows the answer to what it has sent last. */
export async function answered(page: Page): Promise<void> {
  await page.locator('#send:not([aria-disabled])').waitFor();
  await page.locator('#answer:is([data-state=taken], [data-state=refused])').waitFor();
}

/** Fills in an address and a password, and what else is given, and sends it. */
export async function signUp(page: Page, entries: Entries = {}): Promise<void> {
  await fillIn(page, { email: newEmail(), password: PASSWORD, ...entries });
  await send(page);
}

/** The text that a person sees, its blanks as they are. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).innerText()).trim();
}

/** The id of what has the focus, or its name if it has no id. */
export async function focused(page: Page): Promise<string | null> {
  const element: Locator = page.locator(':focus');
  return (await element.getAttribute('id')) ?? (await element.getAttribute('name'));
}
