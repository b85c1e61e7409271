import request from 'supertest';
import { sentence } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
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
