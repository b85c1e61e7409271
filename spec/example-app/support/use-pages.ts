import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
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
const VIEWPORT = { width: 1280, height: 740 };

/** What has happened in the page since the spec began. */
interface Log {
  /** Errors and warnings on the console, except responses that are not 200. */
  problems: string[];
  /** The requested URLs. */
  requests: string[];
  /** The bodies of all responses. */
  bodies: Promise<string>[];
}

/**
 * One browser with one page for the whole file. After each spec the page must have worked without
 * errors, sent requests to no other host and received no hash.
 */
export function usePages(app: { readonly url: string }) {
  const log: Log = { problems: [], requests: [], bodies: [] };
  let browser: Browser;
  let page: Page;
  let isWhole = false;

  beforeAll(async () => {
    if (CHROMIUM === undefined) {
      throw new Error(`The pages' specs cannot run: ${NO_CHROMIUM}.`);
    }
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
    page = await newPage();
  });

  afterEach(async () => {
    const content = await page.content();
    const bodies = await Promise.all(log.bodies);
    const { problems, requests } = log;
    Object.assign(log, { problems: [], requests: [], bodies: [] });
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    expect(problems).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(`${app.url}/`))).toEqual([]);
    expect([content, ...bodies].filter((text) => HASH.test(text))).toEqual([]);
  });

  afterAll(() => browser?.close());

  async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context: BrowserContext = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: VIEWPORT,
      permissions: ['clipboard-read', 'clipboard-write'],
      ...options,
    });
    const made = await context.newPage();
    record(made, log);
    return made;
  }

  async function load(path: string): Promise<Page> {
    isWhole = true;
    await page.goto(app.url + path);
    await page.locator('#users li').first().waitFor();
    await page.locator('#outcome:not(:empty)').waitFor();
    return page;
  }

  return {
    /** The URLs that were requested since the spec began. */
    get requests(): readonly string[] {
      return log.requests;
    },
    /** The page, freshly loaded, with the tenant and the list of users in it. */
    open: (path = '/') => load(path),
    /** The page, loaded while the server gives that response to requests for `resource`. */
    async openWith(resource: string, response: object): Promise<Page> {
      await page.route(`**${resource}`, (route) => route.fulfill(response));
      await load('/');
      isWhole = false;
      return page;
    },
    /** The page with an empty form; loaded only when necessary, because that takes longer. */
    async emptyForm(path = '/'): Promise<Page> {
      if (!isWhole || page.url() !== app.url + path) {
        return load(path);
      }
      await page.evaluate(EMPTY_FORM);
      return page;
    },
    /** The page without JavaScript; the spec closes it. */
    async openWithoutScripts(): Promise<Page> {
      const made = await newPage({ javaScriptEnabled: false });
      await made.goto(app.url);
      return made;
    },
    /** Changes the colour scheme and the width of the window; without arguments, back to the usual ones. */
    async show(colorScheme: 'light' | 'dark' | null = null, width = VIEWPORT.width): Promise<void> {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ ...VIEWPORT, width });
    },
  };
}

function record(page: Page, log: Log): void {
  page.on('pageerror', (error) => log.problems.push(String(error)));
  page.on('console', (message) => {
    const isStatus = message.text().startsWith('Failed to load resource:');
    if (['error', 'warning'].includes(message.type()) && !isStatus) {
      log.problems.push(message.text());
    }
  });
  page.on('request', (request) => log.requests.push(request.url()));
  page.on('response', (response) => log.bodies.push(response.text().catch(() => '')));
}

/** Runs in the page: empties the form and hides the password, with the events of a person who does so. */
const EMPTY_FORM = `{
  const form = document.getElementById('signup');
  while (document.querySelector('#metadata li button')) {
    document.querySelector('#metadata li button').click();
  }
  document.querySelector('#reveal[aria-pressed=true]')?.click();
  form.reset();
  document.getElementById('connection').dispatchEvent(new Event('change', { bubbles: true }));
  for (const input of form.querySelectorAll('input, select')) {
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}`;
