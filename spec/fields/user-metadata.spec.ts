import request from 'supertest';
import { userMetadataError } from '../../lib/fields/user-metadata';
import { expectFailure, sentence } from '../support/expect-failure';
import { expectRefusal, expectSignup, expectSuccess } from '../support/expect-signup';
import { PATH, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const app = apps.share();

// Each spec compares all stored users before and after a sign-up.
afterEach(() => app().users.deleteMany({}));

let count = 0;
function freshEmail(): string {
  count += 1;
  return `user${count}@example.com`;
}

const NAME_RULE = 'name (empty, reserved, with "." or a leading "$")';

async function expectStored(user_metadata: object): Promise<void> {
  const email = freshEmail();
  const shown = { email, user_metadata };
  await expectSignup(app(), { ...REQUEST, email, user_metadata }, { shown });
}

/** As text, because `__proto__` in an object literal is no property. */
async function expectRefused(user_metadata: string, error: string): Promise<void> {
  const body = JSON.stringify(REQUEST).replace('}', `,"user_metadata":${user_metadata}}`);
  await expectRefusal(app(), body, sentence(error));
}

function properties(length: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, `v${index}`]));
}

describe('user_metadata that is not an object', () => {
  it.each(['"x"', '1', '0', 'true', 'false', '[]', '["a"]', '[{"a":"b"}]'])(
    'is rejected: %s',
    async (value) => {
      await expectRefused(value, 'invalid user_metadata type (expected object)');
    },
  );
});

describe('a value that is not a string', () => {
  it.each(['true', 'false', '1', '0', 'null', '{}', '[]', '["x"]', '{"$gt":""}', '{"a":{"b":1}}'])(
    'is rejected: %s',
    async (value) => {
      await expectRefused(
        `{"ok":"x","flag":${value}}`,
        'invalid user_metadata.flag type (only strings are allowed)',
      );
    },
  );

  it('is found under a name that express-validator would read as a path', async () => {
    await expectRefused(
      '{"a":"hello","a[0]":{"evil":1}}',
      'invalid user_metadata.a[0] type (only strings are allowed)',
    );
    await expectRefused(
      '{"a":"hello","a[\\"length\\"]":1}',
      'invalid user_metadata.a["length"] type (only strings are allowed)',
    );
    await expectRefused(
      '{"*":"hello","**":{}}',
      'invalid user_metadata.** type (only strings are allowed)',
    );
  });
});

describe('names', () => {
  it.each([
    ['a$b'],
    ['a$'],
    ['a b'],
    [' '],
    ['a[0]'],
    ['[a]'],
    [']'],
    ['*'],
    ['0'],
    ['ä 漢字 😀'],
    ['_id'],
    ['bsontype'],
    ['toString'],
    ['toJSON'],
    ['toBSON'],
    ['toObject'],
    ['valueOf'],
    ['then'],
    ['hasOwnProperty'],
    ['length'],
    ['get'],
    ['set'],
    ['size'],
    ['__v'],
    ['__defineGetter__'],
    ['Constructor'],
    ['user_metadata'],
    ['a\nb'],
    ['\u0001'],
    ['<script>'],
  ])('%j is stored and returned', async (name) => {
    await expectStored({ [name]: 'value' });
  });

  it.each([
    ['$a'],
    ['$'],
    ['$where'],
    ['a.b'],
    ['.'],
    ['a.'],
    ['.a'],
    ['__proto__'],
    ['constructor'],
    ['prototype'],
    ['_bsontype'],
    [''],
  ])('%j is rejected', async (name) => {
    await expectRefused(
      `{"ok":"x",${JSON.stringify(name)}:"value"}`,
      `invalid user_metadata.${name} ${NAME_RULE}`,
    );
    expect(({} as { value?: unknown }).value).toBeUndefined();
  });

  it.each([['a\0b'], ['\0'], ['\ud800'], ['a\udfff']])(
    '%j is rejected and not repeated',
    async (name) => {
      await expectRefused(`{${JSON.stringify(name)}:"value"}`, 'invalid user_metadata');
    },
  );

  it('__proto__ does not pollute, with any value', async () => {
    for (const value of ['"x"', '{"polluted":"yes"}', 'null']) {
      await expectRefused(`{"__proto__":${value}}`, `invalid user_metadata.__proto__ ${NAME_RULE}`);
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    await expectStored({ plan: 'silver' });
  });
});

it('a name that the BSON serializer reads is rejected', async () => {
  await expectRefused(
    '{"_bsontype":"ObjectId","id":"000000000000000000000000"}',
    `invalid user_metadata._bsontype ${NAME_RULE}`,
  );
});

it.each(['a\nb', 'a\r\nb', '\u001b[2J', '\u009b2J', '\u0007', 'a\u2028b', 'a\u202eb'])(
  '%j cannot forge a line of the host’s log with any error',
  async (name) => {
    const invalid = [{ [name]: 1 }, { [`${name}.`]: 'x' }, { [name]: 'x'.repeat(501) }];
    for (const user_metadata of [...invalid, { [name + 'n'.repeat(100)]: 'x' }]) {
      app().errors.length = 0;
      const response = await app().post({ ...REQUEST, user_metadata });
      expect(response.status).toBe(400);
      expect((app().errors[0] as Error).message).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
  },
);

describe('limits', () => {
  it.each([0, 1, 10])('%d properties are stored, in their order', async (length) => {
    await expectStored(properties(length));
  });

  it.each([11, 1000])('%d properties are rejected', async (length) => {
    await expectRefused(
      JSON.stringify(properties(length)),
      'invalid user_metadata (max 10 properties allowed)',
    );
  });

  it.each(['n', 'ä', '😀'])('a name may have 100 characters and not 101: %s', async (letter) => {
    await expectStored({ [letter.repeat(100)]: 'value' });
    await expectRefused(
      JSON.stringify({ [letter.repeat(101)]: 'value' }),
      `invalid user_metadata.${letter.repeat(100)} name (max 100 characters allowed)`,
    );
  });

  it('a name that is much too long is not repeated in full', async () => {
    const name = 'n'.repeat(50_000);
    await expectRefused(
      JSON.stringify({ [name]: 'value' }),
      `invalid user_metadata.${'n'.repeat(100)} name (max 100 characters allowed)`,
    );
  });

  it.each(['v', 'ä', '😀'])('a value may have 500 characters and not 501: %s', async (letter) => {
    await expectStored({ k: letter.repeat(500) });
    await expectRefused(
      JSON.stringify({ k: letter.repeat(501) }),
      'invalid user_metadata.k value (max 500 characters allowed)',
    );
  });

  it('the largest allowed metadata fits into the largest allowed body', async () => {
    const names = Array.from({ length: 10 }, (_, index) => `${index}${'\u0001'.repeat(99)}`);
    await expectStored(Object.fromEntries(names.map((name) => [name, '\u0001'.repeat(500)])));
  });
});

describe('values', () => {
  it.each([[''], [' '], ['true'], ['{"a":1}'], ['$gt'], ['a\nb\t'], ['\u0001'], ['<b>&amp;</b>']])(
    '%j is stored unchanged',
    async (value) => {
      await expectStored({ k: value });
    },
  );

  it.each([['a\0b'], ['\ud800'], ['\ude00\ud83d']])('%j is rejected', async (value) => {
    await expectRefused(JSON.stringify({ k: value }), 'invalid user_metadata');
  });
});

describe('the first error', () => {
  it.each([
    ['{"a":1,"b.c":"x"}', 'invalid user_metadata.a type (only strings are allowed)'],
    ['{"b.c":1,"a":1}', `invalid user_metadata.b.c ${NAME_RULE}`],
    ['{"2":1,"1":[]}', 'invalid user_metadata.1 type (only strings are allowed)'],
  ])('of %s is: %s', async (metadata, error) => {
    await expectRefused(metadata, error);
  });
});

describe('user_metadata of a form', () => {
  const BASE = 'client_id=CID&connection=DB&password=Abcdef1!';
  const post = (fields: string, email: string) =>
    request(app().url)
      .post(PATH)
      .type('form')
      .send(`${BASE}&email=${encodeURIComponent(email)}&${fields}`);

  it.each<[string, object]>([
    ['user_metadata[plan]=silver&user_metadata[team_id]=a111', { plan: 'silver', team_id: 'a111' }],
    ['user_metadata%5Bplan%5D=silver', { plan: 'silver' }],
    ['user_metadata[plan]=', { plan: '' }],
    ['user_metadata[plan]=a+b%20c%26', { plan: 'a b c&' }],
    ['user_metadata[flag]=true&user_metadata[n]=1', { flag: 'true', n: '1' }],
    ['user_metadata[toString]=x', { toString: 'x' }],
  ])('%s is stored as %j', async (fields, user_metadata) => {
    const email = freshEmail();
    await expectSuccess(app(), await post(fields, email), { shown: { email, user_metadata } });
  });

  it.each([
    ['user_metadata=x', 'invalid user_metadata type (expected object)'],
    ['user_metadata[]=x', 'invalid user_metadata type (expected object)'],
    ['user_metadata[0]=x', 'invalid user_metadata type (expected object)'],
    ['user_metadata[a][b]=x', 'invalid user_metadata.a type (only strings are allowed)'],
    [
      'user_metadata[a]=x&user_metadata[a]=y',
      'invalid user_metadata.a type (only strings are allowed)',
    ],
    ['user_metadata[$a]=x', `invalid user_metadata.$a ${NAME_RULE}`],
    ['user_metadata[a.b]=x', `invalid user_metadata.a.b ${NAME_RULE}`],
    ['user_metadata[constructor]=x', `invalid user_metadata.constructor ${NAME_RULE}`],
    ['user_metadata[a]=%00', 'invalid user_metadata'],
  ])('%s is rejected: %s', async (fields, error) => {
    expectFailure(await post(fields, 'a@example.com'), sentence(error));
    expect(await app().users.countDocuments({ email: 'a@example.com' })).toBe(0);
  });

  it.each([
    'user_metadata[__proto__]=x',
    'user_metadata[__proto__][polluted]=x',
    '__proto__[polluted]=x',
    'constructor[prototype][polluted]=x',
  ])('%s does not pollute', async (fields) => {
    const email = freshEmail();
    const { status } = await post(fields, email);
    expect([200, 400]).toContain(status);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    await expectStored({ plan: 'silver' });
  });
});

describe('userMetadataError', () => {
  it.each([[{}], [{ a: '' }], [Object.create(null)]])('returns undefined for %j', (metadata) => {
    expect(userMetadataError(metadata)).toBeUndefined();
  });

  it('does not read inherited properties', () => {
    expect(userMetadataError(Object.create({ evil: 1 }))).toBeUndefined();
  });
});
