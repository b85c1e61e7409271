// Every client that this suite tests. The table of README.md is generated from it, and the suite runs
// `code` unchanged, with the test server's address instead of HOST.

import { readFileSync } from 'node:fs';

/** The server's address in every `code`. */
export const HOST = 'signup.example.com';

const HTTPS = ['https'];
const BOTH = ['https', 'http'];

const NODE = `new AuthenticationClient({ domain: '${HOST}', clientId: 'my-app' })`;
const lock = (options) => `new Auth0Lock('my-app', '${HOST}', { ${options} })`;
const WEB_AUTH = `new auth0.WebAuth({ domain: '${HOST}', clientID: 'my-app' })`;

/**
 * Clients that are used in the same way:
 *
 * - `packages`: the dependencies in package.json, one per version
 * - `schemes`: the schemes that the client supports
 * - `code`: how to point it at your own server
 * - `note`: what an application should know
 */
export const FAMILIES = [
  {
    kind: 'curl',
    name: 'curl',
    packages: [],
    schemes: BOTH,
    code: `--url 'https://${HOST}/dbconnections/signup'`,
    note: '',
  },
  {
    kind: 'postman',
    name: 'Postman',
    packages: ['newman'],
    schemes: BOTH,
    code: `baseUrl = https://${HOST}`,
    note: 'import [the collection](../../example-app/postman_collection.json); the suite runs it with newman',
  },
  {
    kind: 'node-2',
    name: 'auth0',
    packages: ['auth0-2', 'auth0-3'],
    schemes: HTTPS,
    code: NODE,
    note: `the code is only in \`err.originalError.response.body\``,
  },
  {
    kind: 'node-4',
    name: 'auth0',
    packages: ['auth0-4', 'auth0-5', 'auth0-6'],
    schemes: HTTPS,
    code: NODE,
    note: `read \`err.error\` and \`err.error_description\`: for a weak password \`err.message\` is "[object Object]"`,
  },
  {
    kind: 'node-4',
    name: 'auth0/legacy',
    packages: ['auth0-7'],
    schemes: HTTPS,
    code: NODE,
    note: `as versions 4 to 6; the main entry of 7 has no \`AuthenticationClient\``,
  },
  {
    kind: 'auth-js',
    name: '@auth0/auth0-auth-js',
    packages: ['@auth0/auth0-auth-js'],
    schemes: HTTPS,
    code: `new AuthClient({ domain: '${HOST}', clientId: 'my-app' })`,
    note: `\`err.code\` is always \`signup_error\`: read \`err.cause.error\``,
  },
  {
    kind: 'auth0-js-7',
    name: 'auth0-js',
    packages: ['auth0-js-7'],
    schemes: HTTPS,
    code: `new Auth0({ domain: '${HOST}', clientID: 'my-app' })`,
    note: `call \`signup({ auto_login: false, … })\`, otherwise it logs in afterwards`,
  },
  {
    kind: 'auth0-js-8',
    name: 'auth0-js',
    packages: ['auth0-js-8'],
    schemes: HTTPS,
    code: WEB_AUTH,
    note: `show \`err.description\`; \`err.message\` is undefined`,
  },
  {
    kind: 'auth0-js-8',
    name: 'auth0-js',
    packages: ['auth0-js-9', 'auth0-js-10'],
    schemes: BOTH,
    code: WEB_AUTH,
    note: "show `err.description`; `err.message` is undefined; `domain: 'http://…'` works for local trials",
  },
  {
    kind: 'lock-10',
    name: 'auth0-lock',
    packages: ['auth0-lock-10'],
    schemes: HTTPS,
    code: lock('auth: { sso: false }, loginAfterSignUp: false'),
    note: `without these options it requests login routes`,
  },
  {
    kind: 'lock-11',
    name: 'auth0-lock',
    packages: ['auth0-lock-11', 'auth0-lock-12', 'auth0-lock-13'],
    schemes: BOTH,
    code: lock('loginAfterSignUp: false, rememberLastLogin: false'),
    note: 'without these options it requests login routes; pin `auth0-js` to 9.20.0, 9.26.0 or 9.27.0, newer versions break it in bundlers',
  },
  {
    kind: 'lock-14',
    name: 'auth0-lock',
    packages: ['auth0-lock-14'],
    schemes: BOTH,
    code: lock('autoclose: true, loginAfterSignUp: false, rememberLastLogin: false'),
    note: 'without `autoclose` its confirmation throws and the form disappears; the other options as for 11 to 13',
  },
];

const { devDependencies } = JSON.parse(
  readFileSync(new URL('package.json', import.meta.url), 'utf8'),
);

/** One entry per version: its family, `package` and `label`. */
export const CLIENTS = FAMILIES.flatMap((family) =>
  family.packages.length === 0
    ? [{ ...family, label: family.name }]
    : family.packages.map((name) => ({
        ...family,
        package: name,
        label: `${family.name} ${versionOf(name)}`,
      })),
);

/** The versions of one kind. */
export function clientsOf(kind) {
  return CLIENTS.filter((client) => client.kind === kind);
}

/** The version that package.json pins, with or without an alias such as `npm:auth0@4.37.1`. */
export function versionOf(name) {
  return devDependencies[name].split('@').at(-1);
}
