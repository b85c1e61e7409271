import express from 'express';
import { InvalidRequestError, normalizeEmail, normalizeUsername } from 'express-dbconnections';
import fc from 'fast-check';
import request from 'supertest';
import { expectFailure, sentence } from '../support/expect-failure';
import { expectRefusal, expectSignup, expectSuccess } from '../support/expect-signup';
import { PATH, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const app = apps.share({ connectionOptions: { passwordPolicy: null } });

// Each spec compares all stored users before and after a sign-up.
afterEach(() => app().users.deleteMany({}));

let count = 0;
function freshEmail(): string {
  count += 1;
  return `user${count}@example.com`;
}

const PROFILE = ['given_name', 'family_name', 'name', 'nickname', 'picture'] as const;
const TEXTS = ['client_id', 'password', 'connection', ...PROFILE] as const;
const REQUIRED = ['client_id', 'email', 'password', 'connection'] as const;

const NOT_STRINGS: readonly unknown[] = [
  0,
  1,
  -1.5,
  1e21,
  true,
  false,
  [],
  ['Abcdef1!'],
  [['Abcdef1!']],
  [null],
  {},
  { $gt: '' },
  { $ne: null },
  { length: 20 },
  { toString: 'Abcdef1!' },
  { nested: { $where: '1' } },
];

describe('a required field', () => {
  describe.each(REQUIRED)('%s', (field) => {
    it.each([
      ['absent', undefined],
      ['null', null],
      ['empty', ''],
    ])('is missing when it is %s', async (_how, value) => {
      const body = { ...REQUEST, email: freshEmail(), [field]: value };
      await expectRefusal(app(), body, sentence(`${field} is required`));
    });
  });

  it.each([' ', '\t\n', '\u00a0\ufeff'])('email is missing when it is blank: %j', async (email) => {
    await expectRefusal(app(), { ...REQUEST, email }, sentence('email is required'));
  });

  it('password may be blank', async () => {
    const body = { ...REQUEST, email: freshEmail(), password: '        ' };
    await expectSignup(app(), body);
  });
});

describe('an optional field', () => {
  describe.each([...PROFILE, 'user_metadata', 'username'])('%s', (field) => {
    it.each([
      ['absent', undefined],
      ['null', null],
      ['empty', ''],
    ])('is neither stored nor in the response when it is %s', async (_how, value) => {
      await expectSignup(app(), { ...REQUEST, email: freshEmail(), [field]: value });
    });
  });
});

describe('a field of the wrong type', () => {
  describe.each(TEXTS)('%s', (field) => {
    it.each(NOT_STRINGS.map((value) => [value]))('is rejected: %j', async (value) => {
      const body = { ...REQUEST, email: freshEmail(), [field]: value };
      const refusal = sentence(`invalid ${field} type (expected string)`);
      await expectRefusal(app(), body, refusal);
    });
  });

  it.each(NOT_STRINGS.map((value) => [value]))('email is invalid: %j', async (email) => {
    await expectRefusal(app(), { ...REQUEST, email }, sentence('invalid email address'));
  });

  it.each([
    ['[]', 'password[]=Abcdef1!', 'invalid password type (expected string)'],
    ['[$gt]', 'password[$gt]=', 'invalid password type (expected string)'],
    ['twice', 'password=Abcdef1!&password=Abcdef1!', 'invalid password type (expected string)'],
    ['[] in email', 'password=x&email[]=a@example.com', 'invalid email address'],
  ])('is rejected in a form as well: %s', async (_how, fields, error) => {
    const email = fields.includes('email') ? '' : '&email=a@example.com';
    const form = `client_id=CID&connection=DB${email}&${fields}`;
    const response = await request(app().url).post(PATH).type('form').send(form);
    expectFailure(response, sentence(error));
  });
});

describe('a text with NUL or a lone surrogate', () => {
  const MALFORMED = ['\0', 'a\0', '\0a', 'Abcdef1!\0x', '\ud800', 'Abcdef1!\udfff', '\ude00\ud83d'];

  describe.each(TEXTS)('%s', (field) => {
    it.each(MALFORMED)('is rejected: %j', async (value) => {
      const body = { ...REQUEST, email: freshEmail(), [field]: value };
      await expectRefusal(app(), body, sentence(`invalid ${field}`));
    });
  });

  it.each(MALFORMED.map((value) => [`${value}@example.com`]))(
    'email is invalid: %j',
    async (email) => {
      await expectRefusal(app(), { ...REQUEST, email }, sentence('invalid email address'));
    },
  );

  it('is ignored in a username that the connection does not read', async () => {
    await expectSignup(app(), { ...REQUEST, email: freshEmail(), username: 'a\0\ud800' });
  });
});

describe('the length of a text', () => {
  const LIMITS = [
    ['given_name', 150],
    ['family_name', 150],
    ['name', 150],
    ['nickname', 350],
  ] as const;
  const LETTERS = ['a', 'é', '漢', '😀', '𝒳'];

  describe.each(LIMITS)('%s', (field, max) => {
    it.each(LETTERS)(`may have ${max} characters of any size: %s`, async (letter) => {
      const email = freshEmail();
      const value = letter.repeat(max);
      await expectSignup(
        app(),
        { ...REQUEST, email, [field]: value },
        { shown: { email, [field]: value } },
      );
    });

    it.each(LETTERS)('is rejected with one more: %s', async (letter) => {
      const body = { ...REQUEST, email: freshEmail(), [field]: letter.repeat(max + 1) };
      const refusal = sentence(`invalid ${field} (max ${max} characters allowed)`);
      await expectRefusal(app(), body, refusal);
    });

    it('is stored unchanged: not trimmed, escaped or normalized', async () => {
      const email = freshEmail();
      const value = ' <b>Zoe\u0308 & "K\u212a"</b>\r\n ';
      await expectSignup(
        app(),
        { ...REQUEST, email, [field]: value },
        { shown: { email, [field]: value } },
      );
    });
  });

  it('is not limited for client_id and connection', async () => {
    const long = 'x'.repeat(50_000);
    await expectRefusal(app(), { ...REQUEST, client_id: long }, sentence('client not found'));
    const body = { ...REQUEST, connection: long };
    await expectRefusal(app(), body, sentence('connection not found'));
  });
});

describe('password', () => {
  it.each(['  Abcdef1!  ', 'ABCDEF1!\t', 'pässwörd', '\u212a\u0131ſ', 'e\u0301', '<&">\''])(
    'is hashed unchanged: %j',
    async (password) => {
      await expectSignup(app(), { ...REQUEST, email: freshEmail(), password });
    },
  );
});

describe('email', () => {
  const LOCAL_64 = 'l'.repeat(64);
  const domain = (length: number) =>
    `${`${'d'.repeat(60)}.`.repeat(3)}${'d'.repeat(length - 3 * 61 - 4)}.com`;
  const TOTAL_254 = `${LOCAL_64}@${domain(254 - 65)}`;

  it('of these specs has exactly the maximum length', () => {
    expect(TOTAL_254).toHaveLength(254);
  });

  it.each([
    ['a@sub.example.com'],
    ["o'neil+tag-1_2@sub.example.co.uk"],
    ["!#$%&'*+/=?^_{|}~-@example.com"],
    ['1@2.example'],
    ['x@xn--bcher-kva.example'],
    ['x@example.xn--p1ai'],
    [`${LOCAL_64}@example.com`],
    [TOTAL_254],
  ])('%j is stored unchanged', async (email) => {
    await app().users.deleteMany({});
    await expectSignup(app(), { ...REQUEST, email });
  });

  it.each([
    ['A@Example.COM', 'a@example.com'],
    ['A.b+c@googlemail.com', 'a.b+c@googlemail.com'],
    ['  padded@example.com\t\r\n', 'padded@example.com'],
    ['\u00a0nbsp@example.com\ufeff', 'nbsp@example.com'],
    [`  ${TOTAL_254}  `, TOTAL_254],
  ])('%j is stored as %j', async (sent, email) => {
    await app().users.deleteMany({});
    await expectSignup(app(), { ...REQUEST, email: sent }, { shown: { email } });
  });

  it.each([
    ['nope'],
    ['hello@hello'],
    ['@example.com'],
    ['a@'],
    ['@'],
    ['a@@example.com'],
    ['a@b@example.com'],
    ['a b@example.com'],
    ['a@exa mple.com'],
    ['a@example.com b@example.com'],
    ['a@example.com,b@example.com'],
    ['a@example.com\r\nBcc: b@example.com'],
    ['a\t@example.com'],
    ['Name <a@example.com>'],
    ['<a@example.com>'],
    ['mailto:a@example.com'],
    ['.a@example.com'],
    ['a.@example.com'],
    ['a..b@example.com'],
    ['a@.example.com'],
    ['a@example..com'],
    ['a@example.com.'],
    ['a@-example.com'],
    ['a@example-.com'],
    ['a@exa_mple.com'],
    ['a@example.c'],
    ['a@example.123'],
    ['a@127.0.0.1'],
    ['a@[127.0.0.1]'],
    ['a@localhost'],
    ['"a"@example.com'],
    ['"a b"@example.com'],
    ['"a@b"@example.com'],
    ['a"b@example.com'],
    ['`a`@example.com'],
    ['a`id`@example.com'],
    ['a\\@example.com'],
    ['a(comment)@example.com'],
    ['jörg@example.com'],
    ['a@bücher.example'],
    ['a@例え.jp'],
    ['\u212aate@example.com'],
    ['a@\u212aate.com'],
    ['m\u0131ke@example.com'],
    ['a@g\u0131thub.com'],
    ['\u017fam@example.com'],
    ['o\ufb03ce@example.com'],
    ['a@example\u3002com'],
    ['a\u200b@example.com'],
    ['a\u202e@example.com'],
    ['a\u007f@example.com'],
    ['😀@example.com'],
    [`${LOCAL_64}l@example.com`],
    [`${LOCAL_64}@${domain(254 - 64)}`],
    [`a@${'d'.repeat(64)}.com`],
    [`${'a'.repeat(90_000)}@example.com`],
    [`a@${'a.'.repeat(40_000)}com`],
  ])('%.80j is invalid', async (email) => {
    await expectRefusal(app(), { ...REQUEST, email }, sentence('invalid email address'));
  });

  it.each([
    ['\u212aate@example.com', 'kate@example.com'],
    ['m\u0131ke@example.com', 'mike@example.com'],
    ['\u017fam@example.com', 'sam@example.com'],
  ])('%s is not the address of %s', async (twin, email) => {
    await expectRefusal(app(), { ...REQUEST, email: twin }, sentence('invalid email address'));
    await expectSignup(app(), { ...REQUEST, email });
  });
});

describe('picture', () => {
  const AT = 'https://example.com/';

  it.each([
    ['https://example.com/p.png'],
    ['http://example.com'],
    ['HTTPS://Example.COM/P.png'],
    ['https://example.com:8443/a/b?c=d&e=%20#f'],
    ['https://bücher.example/ä.png'],
    ['https://[::1]/p.png'],
    ['https://example.com/@user?a=b@c#d@e'],
    ['https://example.com?@'],
    ['http://localhost:3000/p'],
    ['https://example.com/a@b?c@d#e@f'],
    ["https://example.com/!$&'()*+,;=:@-._~[]"],
    [AT + 'x'.repeat(2048 - AT.length)],
  ])('%.60s is stored unchanged', async (picture) => {
    const email = freshEmail();
    await expectSignup(app(), { ...REQUEST, email, picture }, { shown: { email, picture } });
  });

  it.each([
    ['x'],
    ['/p.png'],
    ['//example.com/p.png'],
    ['example.com/p.png'],
    ['ftp://example.com/p.png'],
    ['javascript:alert(1)'],
    ['data:image/png;base64,AAAA'],
    ['file:///etc/passwd'],
    ['http:example.com'],
    ['http:/example.com'],
    ['http://'],
    ['https://:80/'],
    ['https:///p.png'],
    ['http://a.com\\@b.com/'],
    ['https://example.com/a b'],
    ['https://example.com/a\nb'],
    ['https://example.com/a\u0001b'],
    ['https://example.com/a\u0085b'],
    [' https://example.com/'],
    ['https://example.com/ '],
    ['https://user@example.com/'],
    ['https://user:pass@example.com/'],
    ['https://:pass@example.com/'],
    ['https://@example.com/'],
    ['https://:@example.com/'],
    ['https://exa mple.com/'],
    ['https://example.com:99999/'],
    ['https://[::1/'],
    ['https://@example.com/'],
    ['https://:@example.com/'],
    ['https://example.com@'],
    ['https://example.com/<script>'],
    ['https://example.com/"onerror="alert(1)'],
    ['https://example.com/`a`'],
    ['https://example.com/{a}'],
    ['https://example.com/a|b'],
    ['https://example.com/a^b'],
    ['https://example.com/\u202egnp.exe'],
  ])('%j is rejected', async (picture) => {
    const refusal = sentence('invalid picture (expected an http or https URI)');
    await expectRefusal(app(), { ...REQUEST, picture }, refusal);
  });

  it('may have at most 2,048 characters', async () => {
    const picture = AT + 'x'.repeat(2049 - AT.length);
    const refusal = sentence('invalid picture (max 2048 characters allowed)');
    await expectRefusal(app(), { ...REQUEST, picture }, refusal);
  });
});

describe('several errors at once', () => {
  // Every documented field with an error, in the documented order.
  const INVALID: readonly (readonly [field: string, value: unknown, message: string])[] = [
    ['client_id', 1, 'invalid client_id type (expected string)'],
    ['email', 'nope', 'invalid email address'],
    ['password', {}, 'invalid password type (expected string)'],
    ['connection', '', 'connection is required'],
    ['given_name', '\0', 'invalid given_name'],
    ['family_name', 'x'.repeat(151), 'invalid family_name (max 150 characters allowed)'],
    ['name', ['x'], 'invalid name type (expected string)'],
    ['nickname', true, 'invalid nickname type (expected string)'],
    ['picture', 'canary', 'invalid picture (expected an http or https URI)'],
    ['user_metadata', 'canary', 'invalid user_metadata type (expected object)'],
  ];

  it.each(INVALID.map(([field, , message], index) => [field, message, index] as const))(
    'from %s on: the response is %s',
    async (_field, message, index) => {
      const invalid = INVALID.slice(index).map(([field, value]) => [field, value]);
      // Reversed: the documented order counts, not the request's.
      const body = Object.fromEntries([...invalid.reverse(), ...Object.entries(REQUEST)]);
      await expectRefusal(app(), { ...body, ...Object.fromEntries(invalid) }, sentence(message));
    },
  );

  it('all reach the host, by path and message, without a value', async () => {
    app().errors.length = 0;
    await app().post(Object.fromEntries(INVALID.map(([field, value]) => [field, value])));
    const [error] = app().errors;
    expect(error).toBeInstanceOf(InvalidRequestError);
    expect((error as InvalidRequestError).errors).toEqual(
      INVALID.map(([path, , message]) => ({ path, message })),
    );
    expect(JSON.stringify((error as InvalidRequestError).errors)).not.toContain('canary');
  });

  it('count once for each field', async () => {
    app().errors.length = 0;
    await app().post({});
    expect((app().errors[0] as InvalidRequestError).errors).toEqual(
      REQUIRED.map((path) => ({ path, message: `${path} is required` })),
    );
  });

  it.each(['password', 'email', 'name'] as const)(
    'leave no trace of a canary in %s in the response or the error',
    async (field) => {
      app().errors.length = 0;
      const canary = 'Canary-7x9q\0';
      const response = await app().post({ ...REQUEST, password: 'Canary-7x9q', [field]: canary });
      expect(response.status).toBe(400);
      const [error] = app().errors as (Error & Record<string, unknown>)[];
      const seen = JSON.stringify([
        response.text,
        response.headers,
        error,
        error?.stack,
        Object.getOwnPropertyNames(error).map((name) => error?.[name]),
      ]);
      expect(seen).not.toContain('Canary');
    },
  );
});

describe('an undocumented field', () => {
  it('is neither checked nor stored nor in the response', async () => {
    const email = freshEmail();
    const junk = {
      scope: 'openid',
      sso: true,
      popup: 1,
      device: '',
      auto_login: 'false',
      role: 'admin',
      roles: ['admin'],
      isAdmin: true,
      app_metadata: { admin: '1' },
      email_verified: true,
      _id: '000000000000000000000000',
      id: 1,
      user_id: 'auth0|1',
      password_hash: 'x',
      created_at: '2000-01-01',
      __v: 7,
      $set: { email: 'b@example.com' },
      'email.x': 1,
      'user_metadata.x': 1,
      '\0': '\ud800',
    };
    const response = await app().post({ ...junk, ...REQUEST, email });
    await expectSuccess(app(), response, { shown: { email } });
    expect(response.body._id).not.toBe(junk._id);
  });

  it('may have a name with a meaning in JavaScript', async () => {
    const email = freshEmail();
    const body = JSON.stringify({ ...REQUEST, email }).replace(
      '{',
      '{"__proto__":{"email_verified":true,"role":"admin"},"constructor":{"prototype":{"x":1}},"toString":1,"hasOwnProperty":1,',
    );
    await expectSuccess(app(), await app().post(body), { shown: { email } });
    expect(({} as { role?: unknown }).role).toBeUndefined();
  });

  it('counts with its last value if its name is repeated', async () => {
    const last = freshEmail();
    const text = JSON.stringify({ ...REQUEST, email: freshEmail() });
    const body = text.replace('}', `,"email":"${last}"}`);
    await expectSuccess(app(), await app().post(body), { shown: { email: last } });
    const refused = text.replace('}', ',"email":{"$gt":""}}');
    await expectRefusal(app(), refused, sentence('invalid email address'));
  });
});

describe('a body with a prototype', () => {
  const inherited = apps.share({
    connectionOptions: { passwordPolicy: null },
    before(host) {
      host.use(express.json(), (req, _res, next) => {
        const { inherit, ...own } = req.body;
        req.body = Object.assign(Object.create(inherit ?? null), own);
        next();
      });
    },
  });

  it('is read for its own fields only', async () => {
    const { password, ...own } = REQUEST;
    const body = { ...own, inherit: { password, name: 'Inherited' } };
    await expectRefusal(inherited(), body, sentence('password is required'));
  });

  it('is not checked for inherited fields', async () => {
    const body = { ...REQUEST, inherit: { name: 'Inherited', picture: 7 } };
    await expectSuccess(inherited(), await inherited().post(body), {
      shown: { email: REQUEST.email },
    });
  });

  it('may have the prototype null', async () => {
    await inherited().users.deleteMany({});
    const response = await inherited().post(REQUEST);
    await expectSuccess(inherited(), response, { shown: { email: REQUEST.email } });
  });
});

describe('client_id and connection', () => {
  const tenant = apps.share({
    clients: [{ client_id: 'CID', global: true }],
    default_directory: 'DB',
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['empty', ''],
  ])('may be %s where there is one global client and a default directory', async (_how, value) => {
    const email = freshEmail();
    const body = { ...REQUEST, email, client_id: value, connection: value };
    await expectSuccess(tenant(), await tenant().post(body), { shown: { email } });
  });

  it.each(['client_id', 'connection'])('%s is rejected if it is not a string', async (field) => {
    const body = { ...REQUEST, [field]: ['CID'] };
    await expectRefusal(tenant(), body, sentence(`invalid ${field} type (expected string)`));
  });

  it.each(['client_id', 'connection'])('%s is not absent when it is blank', async (field) => {
    const found = field.replace('_id', '');
    await expectRefusal(tenant(), { ...REQUEST, [field]: ' ' }, sentence(`${found} not found`));
  });

  it('client_id is required with two global clients', async () => {
    const two = await apps.start({
      clients: [
        { client_id: 'CID', global: true },
        { client_id: 'B', global: true },
      ],
    });
    const { client_id: _, ...body } = REQUEST;
    await expectRefusal(two, body, sentence('client_id is required'));
  });

  it('are not looked up in the prototype', async () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      await expectRefusal(app(), { ...REQUEST, client_id: name }, sentence('client not found'));
      const body = { ...REQUEST, connection: name };
      await expectRefusal(app(), body, sentence('connection not found'));
    }
  });
});

describe('normalizeEmail and normalizeUsername', () => {
  const tenant = apps.share({
    connectionOptions: {
      passwordPolicy: null,
      requires_username: true,
      validation: { username: { max: 128 } },
    },
  });
  const blank = fc.string({
    unit: fc.constantFrom(' ', '\t', '\r\n', '\u00a0', '\ufeff'),
    maxLength: 3,
  });
  const word = fc.stringMatching(/^[A-Za-z0-9_+-]{1,40}$/);
  const padded = (text: fc.Arbitrary<string>) =>
    fc.tuple(blank, text, blank).map((parts) => parts.join(''));

  it('return what a sign-up stores', async () => {
    await fc.assert(
      fc.asyncProperty(
        padded(word.map((name) => `${name}@Example.COM`)),
        padded(word),
        async (email, username) => {
          await tenant().users.deleteMany({});
          expect((await tenant().post({ ...REQUEST, email, username })).status).toBe(200);
          expect(await tenant().users.findOne().lean()).toMatchObject({
            email: normalizeEmail(email),
            username: normalizeUsername(username),
          });
        },
      ),
      { numRuns: 30 },
    );
  });
});
