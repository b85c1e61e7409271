import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { CHROMIUM, NO_CHROMIUM } from './chromium';

const HASH = /\$2[abxy]\$\d\d\$/;

const ARGUMENTS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What has happened in a page since the spec began. */
interface Log {
  /** Errors and warnings on the console, but for answers that are not 200. */
  readonly faults: string[];
  /** The URLs that were asked for. */
  readonly requests: string[];
  /** The bodies of all answers. */
  readonly answers: Promise<string>[];
}

/** How a page is opened, besides what Playwright knows. */
export interface PageOptions extends BrowserContextOptions {
  /** Runs before the page is loaded. */
  prepare?(page: Page): Promise<unknown>;
}

/**
 * Opens the app's page in one browser for the whole file. After each spec every page must have
 * worked without faults, asked no other host and got no hash.
 */
export function usePages(app: { readonly url: string }) {
  const logs = new Map<Page, Log>();
  let browser: Browser;
  let usual: Page;

  beforeAll(async () => {
    if (CHROMIUM === undefined) throw new Error(`The page's specs cannot run: ${NO_CHROMIUM}.`);
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    usual = await browser.newPage();
  });

  afterEach(async () => {
    for (const [page, log] of logs) {
      const content = await page.content();
      const answers = await Promise.all(log.answers);
      logs.delete(page);
      await leave(page);
      expect(log.faults).toEqual([]);
      expect(log.requests.filter((url) => !url.startsWith(`${app.url}/`))).toEqual([]);
      expect([content, ...answers].filter((text) => HASH.test(text))).toEqual([]);
    }
  });

  afterAll(() => browser?.close());

  /** The usual page is used again, because a new one takes longer than most specs. */
  async function leave(page: Page): Promise<void> {
    if (page !== usual) {
      await page.context().close();
      return;
    }
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    page.removeAllListeners();
    await page.goto('about:blank');
  }

  return {
    /** The page, freshly loaded, with the tenant and the list of users in it. */
    async open({ prepare, ...options }: PageOptions = {}): Promise<Page> {
      const isUsual = prepare === undefined && Object.keys(options).length === 0;
      const page = isUsual ? usual : await (await browser.newContext(options)).newPage();
      logs.set(page, startLog(page));
      await prepare?.(page);
      await page.goto(app.url);
      if (options.javaScriptEnabled !== false) {
        await page.locator('#users li').first().waitFor();
        await page.locator('#outcome:not(:empty)').waitFor();
      }
      return page;
    },
    /** The URLs that the page has asked for. */
    requestsOf(page: Page): readonly string[] {
      return logs.get(page)?.requests ?? [];
    },
  };
}

function startLog(page: Page): Log {
  const log: Log = { faults: [], requests: [], answers: [] };
  page.on('pageerror', (error) => log.faults.push(String(error)));
  page.on('console', (message) => {
    const isAnswer = message.text().startsWith('Failed to load resource:');
    if (['error', 'warning'].includes(message.type()) && !isAnswer) log.faults.push(message.text());
  });
  page.on('request', (request) => log.requests.push(request.url()));
  page.on('response', (response) => log.answers.push(response.text().catch(() => '')));
  return log;
}
