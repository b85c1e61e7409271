import type { Page } from 'playwright-core';

/** What a page shows of what the client gave to the application. */
export interface HandedOver {
  /** The callback's arguments, or the event's name. */
  readonly way: string;
  readonly value: unknown;
  /** The line below it; empty when there is none. */
  readonly remark: string;
}

/** Waits until the client has answered. */
export async function handedOver(page: Page): Promise<HandedOver> {
  await page.locator('#handed-over:is([data-state=taken], [data-state=refused])').waitFor();
  const text = (await page.textContent('#handed-over-text')) ?? '';
  const [, way = '', json = '', remark = ''] = /^(.*?)\n(.*?)\n(?:\n(.*))?$/s.exec(text) ?? [];
  return { way, value: JSON.parse(json), remark };
}

/** Sends the form of the page with auth0.js. */
export async function send(page: Page): Promise<HandedOver> {
  await page.click('#send');
  await page.locator('#send:not([aria-disabled])').waitFor();
  return handedOver(page);
}

/** Fills in Lock's own form and sends it. */
export async function sendLock(
  page: Page,
  entries: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [field, value] of Object.entries(entries)) {
    await page.fill(`.auth0-lock input[name=${field}]`, value);
  }
  await page.click('.auth0-lock-submit');
}

/** What Lock says of a sign-up that was refused. */
export async function lockMessage(page: Page): Promise<string | null> {
  return page.locator('.auth0-global-message-error').textContent();
}
