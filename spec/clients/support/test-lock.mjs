import assert from 'node:assert/strict';
import { clientsOf } from '../clients.mjs';
import { lineFor, prepareBrowserTests } from './browser-tests.mjs';
import { bundle } from './bundle.mjs';
import { readOutcome, showLock } from './lock-page.mjs';
import { CLIENT_ID } from './situations.mjs';
import { testClient } from './test-client.mjs';

export const CONFIRMATION = 'Thanks for signing up.';

const FALLBACK = "We're sorry, something went wrong when attempting to sign up.";
const MESSAGES = {
  user_exists: 'The user already exists.',
  PasswordStrengthError: 'Password is too weak.',
  PasswordNoUserInfoError: 'Password is based on user information.',
};

/** The text on the screen for a response, in all versions. */
export function messageFor({ body }) {
  return MESSAGES[body.name] ?? MESSAGES[body.code] ?? FALLBACK;
}

/**
 * Tests the versions of one kind of Lock: fills in their sign-up screen and submits it. `waitFor` says
 * how a success shows, see `readOutcome`; the rest is for `testClient`.
 */
export async function testLock(kind, { waitFor, ...part }) {
  const clients = clientsOf(kind);
  const scripts = {};
  for (const client of clients) {
    scripts[client.package] = await bundle(client.package, 'Auth0Lock');
  }
  const { situations, pagesOrigin, skip, openPage } = await prepareBrowserTests(scripts);

  async function signUp(client, { origin, fields }) {
    const page = await openPage(client);
    const pageErrors = [];
    page.on('pageerror', (error) => pageErrors.push(error.message));
    try {
      await page.evaluate(showLock, [
        lineFor(client, origin),
        testOptions(fields, origin, pagesOrigin),
        waitFor,
      ]);
      await fillIn(page, fields);
      await page.locator('.auth0-lock-submit').click();
      const outcome = await page.waitForFunction(readOutcome, waitFor);
      assert.deepEqual(pageErrors, [], 'nothing is thrown in the page');
      return await outcome.jsonValue();
    } finally {
      await page.close();
    }
  }

  for (const client of clients) {
    testClient({
      client,
      situations,
      skip,
      signUp: (request) => signUp(client, request),
      checkRequests(requests) {
        assert.deepEqual(
          requests.map(({ method, path }) => `${method} ${path}`),
          [
            `GET /client/${CLIENT_ID}.js`,
            'OPTIONS /dbconnections/signup',
            'POST /dbconnections/signup',
          ],
        );
        assert.equal(requests.at(-1).headers.origin, pagesOrigin);
      },
      ...part,
    });
  }
}

function testOptions({ connection, user_metadata = {}, ...fields }, origin, pagesOrigin) {
  const { email, password, username, ...profile } = fields;
  return {
    initialScreen: 'signUp',
    allowedConnections: [connection],
    additionalSignUpFields: [
      ...Object.keys(profile).map((name) => ({ name, placeholder: name, storage: 'root' })),
      ...Object.keys(user_metadata).map((name) => ({ name, placeholder: name })),
    ],
    // Without it Lock puts `https://` before every domain.
    ...(origin.startsWith('http:') && { configurationBaseUrl: origin }),
    // No external requests.
    avatar: null,
    languageBaseUrl: pagesOrigin,
    theme: { logo: `${pagesOrigin}/logo.png` },
  };
}

async function fillIn(page, { connection, user_metadata, ...fields }) {
  for (const [name, text] of Object.entries({ ...fields, ...user_metadata })) {
    await page.locator(`.auth0-lock input[name="${name}"]`).fill(text);
  }
}
