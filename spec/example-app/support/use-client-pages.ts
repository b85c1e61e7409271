import type { Page } from 'playwright-core';
import request from 'supertest';
import { PASSWORD, useExampleApp } from './use-example-apps';
import { type PageOptions, usePages } from './use-pages';

const PATH = '/dbconnections/signup';

type Protocol = 'http' | 'https';

/** The pages that sign up with one of Auth0's clients. */
export function useClientPages(protocol: Protocol) {
  const app = useExampleApp();
  const pages = usePages({
    get url() {
      return protocol === 'https' ? app.secureUrl : app.url;
    },
  });

  return {
    /** By the navigation of the plain page, as a person gets there. */
    async open(name: string, options: PageOptions = {}): Promise<Page> {
      const page = await pages.open({ ignoreHTTPSErrors: true, ...options });
      await page.getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1, name: `Sign up with ${name}` }).waitFor();
      await page.locator('#outcome:not(:empty)').waitFor();
      return page;
    },
    /** How many sign-ups the page has sent. */
    signupsOf(page: Page): number {
      return pages.requestsOf(page).filter((url) => url.endsWith(PATH)).length;
    },
    /** Signs somebody up past the pages. */
    async take(email: string): Promise<void> {
      const connection = 'Username-Password-Authentication';
      const body = { client_id: 'example-client', connection, email, password: PASSWORD };
      await request(app.url).post(PATH).send(body).expect(200);
    },
    /** Nothing unless somebody is stored with that address. */
    async storedUser(email: string): Promise<object | undefined> {
      const { body: users } = await request(app.url).get('/users').expect(200);
      return users.find((user: { readonly email: string }) => user.email === email);
    },
  };
}
