import { after } from 'node:test';
import { HOST } from '../clients.mjs';
import { startBrowser } from './browser.mjs';
import { startPages } from './pages.mjs';
import { startSituations } from './situations.mjs';

/**
 * What tests in a browser need, closed after the file's last: the servers, and a page for each
 * client. `skip` says why nothing can be tested, if so.
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
    /** A page that has loaded the client's script, in a context of its own. */
    async openPage(client) {
      const page = await browser.newPage();
      await page.goto(`${pages.origin}/${client.package}`);
      return page;
    },
  };
}

/** The README's line for this server; `http` is said by an address, `https` goes without saying. */
export function lineFor({ code }, origin) {
  const { protocol, host } = new URL(origin);
  return code.replace(HOST, protocol === 'http:' ? origin : host);
}
