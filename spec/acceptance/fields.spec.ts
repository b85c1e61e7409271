import type { DatabaseConnection } from 'express-dbconnections';
import request from 'supertest';
import { badRequest, sentence } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import { PATH, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const app = apps.share();

const { email: _email, ...WITHOUT_EMAIL } = REQUEST;
const { password: _password, ...WITHOUT_PASSWORD } = REQUEST;
const { connection: _connection, ...WITHOUT_CONNECTION } = REQUEST;
const { client_id: _client_id, ...WITHOUT_CLIENT } = REQUEST;

describe('a missing required field is rejected by name', () => {
  it.each([
    { title: '25: no e-mail', body: WITHOUT_EMAIL, error: 'email is required' },
    {
      title: '25: null for an e-mail',
      body: { ...REQUEST, email: null },
      error: 'email is required',
    },
    { title: '25: an empty e-mail', body: { ...REQUEST, email: '' }, error: 'email is required' },
    {
      title: '25: a blank e-mail',
      body: { ...REQUEST, email: ' \t ' },
      error: 'email is required',
    },
    { title: '29: no password', body: WITHOUT_PASSWORD, error: 'password is required' },
    {
      title: '29: null for a password',
      body: { ...REQUEST, password: null },
      error: 'password is required',
    },
    {
      title: '29: an empty password',
      body: { ...REQUEST, password: '' },
      error: 'password is required',
    },
    { title: '31: no connection', body: WITHOUT_CONNECTION, error: 'connection is required' },
    {
      title: '31: an empty connection',
      body: { ...REQUEST, connection: '' },
      error: 'connection is required',
    },
    { title: 'no client', body: WITHOUT_CLIENT, error: 'client_id is required' },
    { title: 'no fields', body: {}, error: 'client_id is required' },
    {
      title: 'the first of several',
      body: { client_id: 'CID', connection: 7 },
      error: 'email is required',
    },
  ])('$title', async ({ body, error }) => {
    await expectRefusal(app(), body, sentence(error));
  });

  it('a request without a body', async () => {
    const { status, text } = await request(app().url).post(PATH);

    expect({ status, text }).toEqual({ status: 400, text: '{"error":"client_id is required"}' });
  });
});

const LOCAL_64 = 'l'.repeat(64);
const DOMAIN_189 = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(57)}.com`;

describe('an invalid e-mail is rejected', () => {
  it.each<[string, unknown]>([
    ['26: without @', 'nope'],
    ['26: without a dot in its domain', 'hello@hello'],
    ['26: with two @', 'a@b@example.com'],
    ['26: without a local part', '@example.com'],
    ['26: with a space', 'a b@example.com'],
    ['26: with a quoted local part', '"a b"@example.com'],
    ['26: with a back-tick', 'a`b@example.com'],
    ['26: with a name before it', 'A <a@example.com>'],
    ['26: two addresses', 'a@example.com,b@example.com'],
    ['26: with a non-ASCII letter', 'ä@example.com'],
    ['26: with the Kelvin sign', '\u212a@example.com'],
    ['26: with a non-ASCII domain', 'a@exämple.com'],
    ['26: with a line break', 'a@example.com\r\nBcc: b@example.com'],
    ['26: with a NUL', 'a\0@example.com'],
    ['26: with a lone surrogate', 'a\ud800@example.com'],
    ['27: a number', 42],
    ['27: an array of addresses', ['a@example.com']],
    ['27: an object', { address: 'a@example.com' }],
    ['27: a boolean', false],
    ['28: with a local part of 65 characters', `l${LOCAL_64}@example.com`],
    ['28: of 255 characters', `${LOCAL_64}@${DOMAIN_189.replace('c', 'cc')}`],
  ])('%s', async (_title, email) => {
    await expectRefusal(app(), { ...REQUEST, email }, sentence('invalid email address'));
  });

  it('28: accepts a local part of 64 characters and 254 in all', async () => {
    const email = `${LOCAL_64}@${DOMAIN_189}`;
    expect(email).toHaveLength(254);

    await expectSignup(await apps.start(), { ...REQUEST, email });
  });
});

describe('a field that is not a string is rejected', () => {
  const TEXT_FIELDS = [
    'client_id',
    'password',
    'connection',
    'given_name',
    'family_name',
    'name',
    'nickname',
    'picture',
  ];

  it.each(
    TEXT_FIELDS.flatMap((field) =>
      [7, 0, true, false, [], ['x'], {}].map((value) => ({ field, value })),
    ),
  )('30: $field = $value', async ({ field, value }) => {
    const failure = sentence(`invalid ${field} type (expected string)`);

    await expectRefusal(app(), { ...REQUEST, [field]: value }, failure);
  });

  it.each(TEXT_FIELDS)('with a NUL or a lone surrogate: %s', async (field) => {
    for (const value of ['a\0b', '\ud800', 'a\udfff']) {
      await expectRefusal(app(), { ...REQUEST, [field]: value }, sentence(`invalid ${field}`));
    }
  });

  it.each([
    { field: 'client_id', error: 'invalid client_id type (expected string)' },
    { field: 'email', error: 'invalid email address' },
    { field: 'password', error: 'invalid password type (expected string)' },
    { field: 'connection', error: 'invalid connection type (expected string)' },
    { field: 'given_name', error: 'invalid given_name type (expected string)' },
    { field: 'picture', error: 'invalid picture type (expected string)' },
    {
      field: 'user_metadata',
      value: { $gt: '' },
      error: 'invalid user_metadata.$gt name (empty, reserved, with "." or a leading "$")',
    },
  ])('70: query operators in $field', async ({ field, error, value = { $gt: '' } }) => {
    await expectRefusal(app(), { ...REQUEST, [field]: value }, sentence(error));
  });
});

describe('a profile field', () => {
  it.each([
    { field: 'given_name', max: 150 },
    { field: 'family_name', max: 150 },
    { field: 'name', max: 150 },
    { field: 'nickname', max: 350 },
  ])('$field has at most $max characters, counted as code points', async ({ field, max }) => {
    const app = await apps.start();
    const longest = '𝒳'.repeat(max);
    const failure = sentence(`invalid ${field} (max ${max} characters allowed)`);

    await expectSignup(
      app,
      { ...REQUEST, [field]: longest },
      {
        shown: { email: 'a@example.com', [field]: longest },
      },
    );
    await expectRefusal(app, { ...REQUEST, [field]: `${longest}x` }, failure);
  });
});

const startWithUsernames = (options: DatabaseConnection['options'] = {}) =>
  apps.start({ connectionOptions: { requires_username: true, ...options } });

const shown = (username: string) => ({ shown: { email: 'a@example.com', username } });
const invalidUsername = (description: string) => badRequest('invalid_username', description);

describe('on a connection with requires_username', () => {
  const app = apps.share({ connectionOptions: { requires_username: true } });

  it.each([
    { title: 'absent', body: REQUEST },
    { title: 'null', body: { ...REQUEST, username: null } },
    { title: 'empty', body: { ...REQUEST, username: '' } },
    { title: 'blank', body: { ...REQUEST, username: '  ' } },
  ])('37: a username is required: $title', async ({ body }) => {
    const failure = sentence('missing username for DB connection with requires_username enabled');

    await expectRefusal(app(), body, failure);
  });

  it('38: rejects 16 characters', async () => {
    const app = await startWithUsernames();
    const failure = invalidUsername('The username must not be longer than 15 characters.');

    await expectRefusal(app, { ...REQUEST, username: 'abcdefghijklmnop' }, failure);
    await expectSignup(app, { ...REQUEST, username: 'abcdefghijklmno' }, shown('abcdefghijklmno'));
  });

  it.each([
    { title: '39: lower-cases capital letters', username: 'John_Doe', stored: 'john_doe' },
    { title: '40: accepts @', username: 'j@doe', stored: 'j@doe' },
    { title: "40: accepts ' and +", username: "o'neil+1", stored: "o'neil+1" },
    {
      title: '40: accepts all other special characters',
      username: '_+-.!#$^`~@',
      stored: '_+-.!#$^`~@',
    },
    { title: 'trims surrounding spaces', username: '  johndoe ', stored: 'johndoe' },
  ])('$title', async ({ username, stored }) => {
    await expectSignup(await startWithUsernames(), { ...REQUEST, username }, shown(stored));
  });

  it('41: rejects an e-mail address', async () => {
    const failure = invalidUsername('The username cannot be an email.');

    await expectRefusal(app(), { ...REQUEST, username: 'a@b.co' }, failure);
  });

  it.each(['joão', 'a b', 'a/b', 'a"b', 'a%b', 'a\nb', '\u212aelvin', 'ſam'])(
    '42: rejects other characters: %j',
    async (username) => {
      const failure = invalidUsername('The username has invalid characters.');

      await expectRefusal(app(), { ...REQUEST, username }, failure);
    },
  );

  it('43: applies the minimum and maximum length of the connection', async () => {
    const app = await startWithUsernames({ validation: { username: { min: 3, max: 128 } } });
    const longest = 'x'.repeat(128);

    await expectRefusal(
      app,
      { ...REQUEST, username: 'ab' },
      invalidUsername('The username must have at least 3 characters.'),
    );
    await expectSignup(app, { ...REQUEST, username: longest }, shown(longest));
    await expectRefusal(
      app,
      { ...REQUEST, username: `${longest}x` },
      invalidUsername('The username must not be longer than 128 characters.'),
    );
  });

  it.each([7, true, ['johndoe'], { $gt: '' }])(
    '70: rejects a value that is not a string: %j',
    async (username) => {
      const failure = sentence('invalid username type (expected string)');

      await expectRefusal(app(), { ...REQUEST, username }, failure);
    },
  );
});

describe('on a connection without requires_username', () => {
  it.each(['johndoe', 'a@example.com', 'a/b', 'x'.repeat(1000), 'a\0b', 7, { $gt: '' }])(
    '13: ignores a username: %j',
    async (username) => {
      await expectSignup(await apps.start(), { ...REQUEST, username });
    },
  );
});

const NOT_AN_OBJECT = 'invalid user_metadata type (expected object)';

/** An object with `name` as an own property, even if it is `__proto__`. */
const named = (name: string): Record<string, string> => Object.fromEntries([[name, 'x']]);

const properties = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, String(index)]));

describe('user_metadata is rejected', () => {
  it.each<[string, unknown, string]>([
    ['63: as a string', 'x', NOT_AN_OBJECT],
    ['63: as a number', 7, NOT_AN_OBJECT],
    ['63: as a boolean', false, NOT_AN_OBJECT],
    ['64: as an array', [], NOT_AN_OBJECT],
    [
      '65: with a boolean',
      { flag: true },
      'invalid user_metadata.flag type (only strings are allowed)',
    ],
    ['65: with a number', { n: 1 }, 'invalid user_metadata.n type (only strings are allowed)'],
    ['65: with an object', { o: {} }, 'invalid user_metadata.o type (only strings are allowed)'],
    ['65: with an array', { a: ['x'] }, 'invalid user_metadata.a type (only strings are allowed)'],
    ['65: with null', { z: null }, 'invalid user_metadata.z type (only strings are allowed)'],
    [
      '65: with an object under a name in brackets, beside a string',
      { a: 'hello', 'a[0]': { evil: 1 } },
      'invalid user_metadata.a[0] type (only strings are allowed)',
    ],
    ['66: with 11 properties', properties(11), 'invalid user_metadata (max 10 properties allowed)'],
    [
      '67: with a name of 101 characters',
      named('n'.repeat(101)),
      `invalid user_metadata.${'n'.repeat(100)} name (max 100 characters allowed)`,
    ],
    [
      '68: with a value of 501 characters',
      { k: 'v'.repeat(501) },
      'invalid user_metadata.k value (max 500 characters allowed)',
    ],
    ...['a.b', '.', '$a', '$', '__proto__', 'constructor', 'prototype', '_bsontype', ''].map(
      (name): [string, unknown, string] => [
        `69: with the name "${name}"`,
        named(name),
        `invalid user_metadata.${name} name (empty, reserved, with "." or a leading "$")`,
      ],
    ),
    ['69: with a NUL in a name', named('a\0b'), 'invalid user_metadata'],
    ['69: with a lone surrogate in a value', { a: '\ud800' }, 'invalid user_metadata'],
  ])('%s', async (_title, user_metadata, error) => {
    await expectRefusal(app(), { ...REQUEST, user_metadata }, sentence(error));
  });
});

it('69: a rejected name pollutes no prototype', async () => {
  const app = await apps.start();
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    await app.post({ ...REQUEST, user_metadata: named(name) });
    await app.post(JSON.stringify({ ...REQUEST }).replace('{', `{"${name}":{"x":"y"},`));
  }

  expect({}).not.toHaveProperty('x');
  expect(await storedUsers(app)).toHaveLength(1);
});

describe('user_metadata is stored and returned', () => {
  it.each<[string, Record<string, string>]>([
    ['66: with 10 properties', properties(10)],
    ['67: with a name of 100 characters', named('n'.repeat(100))],
    ['67: with a name of 100 characters of two UTF-16 units each', named('𝒩'.repeat(100))],
    ['68: with a value of 500 characters', { k: 'v'.repeat(500) }],
    ['68: with a value of 500 characters of two UTF-16 units each', { k: '𝒱'.repeat(500) }],
    ['69: with a $ inside a name', { a$b: 'x' }],
    ['with an empty value', { k: '' }],
    ['with names in brackets', { a: 'hello', 'a[0]': 'x', 'b[c]': 'y' }],
    ['without properties', {}],
  ])('%s', async (_title, user_metadata) => {
    const app = await apps.start();

    await expectSignup(
      app,
      { ...REQUEST, user_metadata },
      {
        shown: { email: 'a@example.com', user_metadata },
      },
    );
  });
});
