import { after } from 'node:test';
import { HOST } from '../clients.mjs';
import { startBrowser } from './browser.mjs';
import { startPages } from './pages.mjs';
import { startSituations } from './situations.mjs';

/**
 * Starts what tests in a browser need: the servers, and a page for each client. All are closed after
 * the file's last test. `skip` is the reason to skip them, if there is one.
 */
export async function prepareBrowserTests(scripts) {
  const browser = await startBrowser();
  const pages = await startPages(scripts);
  const situations = await startSituations();
  after(async () => {
    await browser?.close();
    await situations.close();
    pages.close();
  });
  return {
    situations,
    pagesOrigin: pages.origin,
    skip: browser === undefined && 'there is no Chromium on this machine',
    /** A page in its own context that has loaded the client's script. */
    async openPage(client) {
      const page = await browser.newPage();
      await page.goto(`${pages.origin}/${client.package}`);
      return page;
    },
  };
}

/** The README's code for this server: the host for https, the whole origin for http. */
export function lineFor({ code }, origin) {
  const { protocol, host } = new URL(origin);
  return code.replace(HOST, protocol === 'http:' ? origin : host);
}
