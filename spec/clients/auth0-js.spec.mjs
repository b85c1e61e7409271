// auth0.js in a browser. The page has another origin than the API, so that CORS applies.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { clientsOf } from './clients.mjs';
import { auth0JsError } from './support/auth0-js-error.mjs';
import { lineFor, prepareBrowserTests } from './support/browser-tests.mjs';
import { bundle } from './support/bundle.mjs';
import { deepCamelCaseKeys } from './support/camel-case-keys.mjs';
import { testClient } from './support/test-client.mjs';

const require = createRequire(import.meta.url);
const fileOf = (name) => readFileSync(require.resolve(name), 'utf8');

const { situations, pagesOrigin, skip, openPage } = await prepareBrowserTests({
  'auth0-js-7': await bundle('auth0-js-7', 'Auth0'),
  'auth0-js-8': await bundle('auth0-js-8', 'auth0'),
  'auth0-js-9': fileOf('auth0-js-9/dist/auth0.min.js'),
  'auth0-js-10': fileOf('auth0-js-10/dist/auth0.min.js'),
});

for (const client of clientsOf('auth0-js-7')) {
  testClient({
    client,
    situations,
    skip,
    signUp: ({ origin, fields }) => signUp(client, origin, sample(fields)),
    // The callback gets no result.
    result: () => undefined,
    error({ status, body }) {
      const code = body.code ?? body.error;
      const tooWeak = body.name === 'PasswordStrengthError';
      return {
        code,
        name: code,
        message: tooWeak ? 'Password is not strong enough.' : (body.description ?? body.error),
        status,
        details: { ...body, code },
      };
    },
    // A form needs no preflight.
    checkRequests([post, ...others]) {
      assert.match(post.headers['content-type'], /^application\/x-www-form-urlencoded/);
      assert.equal(post.headers.origin, pagesOrigin);
      assert.equal(others.length, 0);
    },
  });
}

for (const client of clientsOf('auth0-js-8')) {
  testClient({
    client,
    situations,
    skip,
    signUp: ({ origin, fields }) => signUp(client, origin, fields),
    result: deepCamelCaseKeys,
    error: auth0JsError,
    notSent: {
      'no password': { message: 'password option is required' },
    },
    checkRequests([preflight, post, ...others]) {
      assert.equal(preflight.method, 'OPTIONS');
      assert.equal(
        preflight.headers['access-control-request-headers'],
        'auth0-client,content-type',
      );
      assert.equal(post.headers.origin, pagesOrigin);
      assert.equal(others.length, 0);
    },
  });
}

/**
 * The sample of Auth0's first page: the `username` is the address and becomes the `email` too. On a
 * connection with usernames both are given.
 */
function sample({ email, ...fields }) {
  const names = fields.connection === 'Usernames' ? { email } : { username: email };
  return { ...names, ...fields, sso: true, popup: true, auto_login: false };
}

async function signUp(client, origin, options) {
  const page = await openPage(client);
  try {
    return await page.evaluate(callSignup, [lineFor(client, origin), options]);
  } finally {
    await page.close();
  }
}

/** Runs in the page: resolves with what the application's callback receives, or the call throws. */
function callSignup([line, options]) {
  const client = new Function(`return ${line}`)();
  return new Promise((resolve) => {
    const callback = (error, result) => {
      if (error) {
        const { code, description, message, name, policy, status, statusCode, details } = error;
        resolve({
          error: { code, description, message, name, policy, status, statusCode, details },
        });
      } else {
        resolve({ result });
      }
    };
    try {
      client.signup(options, callback);
    } catch ({ message }) {
      resolve({ error: { message } });
    }
  });
}
