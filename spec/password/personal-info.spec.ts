import fc from 'fast-check';
import { type PersonalInfo, personalInfoCheck } from '../../lib/password/personal-info';
import { optionSettings } from '../support/settings';
import { refusal } from './expectations';

const USER_INFO =
  '{"name":"PasswordNoUserInfoError","message":"Password contains user information",' +
  '"code":"invalid_password","description":"Password is based on user information",' +
  '"statusCode":400}';

const LEGACY = { password_no_personal_info: { enable: true } };
const USER: PersonalInfo = { email: 'a@example.com' };

const blocking = (...blocked_fields: string[]) => ({
  password_options: { profile_data: { active: true, blocked_fields } },
});

function personalRefusal(options: object, user: Partial<PersonalInfo>, password: string) {
  const check = personalInfoCheck(optionSettings(options));
  return refusal(() => check?.(password, { ...USER, ...user }));
}

describe('password_no_personal_info', () => {
  it.each<[user: Partial<PersonalInfo>, password: string]>([
    [{ name: 'John' }, 'John1234!'],
    [{ name: 'John' }, 'xxjOHNxx'],
    [{ name: 'John Smith' }, 'my john smith 1'],
    [{ username: 'jdoe' }, 'JDOE2026'],
    [{ nickname: 'Johnny' }, '1johnny1'],
    [{ user_metadata: { name: 'Smith' } }, 'smithsmith'],
    [{ user_metadata: { first: 'John' } }, '!John!'],
    [{ user_metadata: { last: 'Smith' } }, 'xxSmith1!'],
    [{ email: 'john@x.com' }, 'xjohn123!'],
    [{ email: 'john@x.com' }, 'john'],
    [{ email: 'a@b@example.com' }, 'xa@bx'],
    [{ name: 'Éloïse' }, 'xÉLOÏSEx'],
    [{ name: '李小龍' }, '我是李小龍1'],
    [{ name: 'Abc' }, 'abc'],
    [{ name: 'a.c' }, 'xa.cx'],
    [{ name: 'Großmann' }, 'xGROSSMANNx'],
    [{ name: 'ΟΔΥΣΣΕΥΣ' }, 'xοδυσσευσx'],
    [{ name: 'Οδυσσευς' }, 'xΟΔΥΣΣΕΥΣx'],
    [{ name: 'Zoë Ångström' }, 'xzoe\u0308 a\u030angstro\u0308mx'],
    [{ name: 'Ｊｏｎａ' }, 'xjonax'],
    [{ name: 'Jona' }, 'xＪＯＮＡx'],
    [{ name: '\u212aelvin' }, 'xkelvinx'],
    [{ name: 'ſam' }, 'xSAMx'],
    [{ name: 'ﬁn' }, 'xFINx'],
  ])('refuses for %j the password %j', (user, password) => {
    expect(personalRefusal(LEGACY, user, password)).toBe(USER_INFO);
  });

  it.each<[why: string, user: Partial<PersonalInfo>, password: string]>([
    ['nothing of the user is in it', { name: 'John', username: 'jdoe' }, 'Abcdef1!'],
    ['only a part of the name is in it', { name: 'John Smith' }, 'John1234!'],
    ['a name of two characters is too short', { name: 'Al' }, 'Always1!'],
    ['two emoji are two characters', { name: '😀😀' }, '😀😀😀😀1a'],
    ['a local part of two characters is too short', { email: 'al@x.com' }, 'Always1!'],
    ['an empty name says nothing', { name: '', nickname: '' }, 'Abcdef1!'],
    ["the e-mail's domain is not personal", { email: 'a@example.com' }, 'example.com'],
    ['given_name is not in the list', { given_name: 'John' }, 'John1234!'],
    ['family_name is not in the list', { family_name: 'Smith' }, 'Smith123!'],
    ['other metadata is not in the list', { user_metadata: { city: 'Oslo' } }, 'Oslo1234!'],
    ['a name is no pattern', { name: 'a.c' }, 'abcabc'],
    ['the value is longer', { name: 'Johnny' }, 'John1234!'],
    ['the empty password contains nothing', { name: 'John' }, ''],
  ])('accepts a password when %s', (_why, user, password) => {
    expect(personalRefusal(LEGACY, user, password)).toBeUndefined();
  });
});

describe('password_options.profile_data', () => {
  it.each<[field: string, user: Partial<PersonalInfo>]>([
    ['email', { email: 'oslo@example.com' }],
    ['username', { username: 'oslo' }],
    ['given_name', { given_name: 'Oslo' }],
    ['family_name', { family_name: 'Oslo' }],
    ['name', { name: 'Oslo' }],
    ['nickname', { nickname: 'Oslo' }],
    ['user_metadata.city', { user_metadata: { city: 'Oslo' } }],
    ['user_metadata.home.city', { user_metadata: { 'home.city': 'Oslo' } }],
  ])('refuses what %s holds, and only when it is listed', (field, user) => {
    expect(personalRefusal(blocking(field), user, 'xoslo123')).toBe(USER_INFO);
    expect(personalRefusal(blocking('user_metadata.x'), user, 'xoslo123')).toBeUndefined();
  });

  it.each([
    ['a field that the user did not send', 'nickname'],
    ['metadata that the user did not send', 'user_metadata.city'],
    ["the name of an object's own machinery", 'user_metadata.constructor'],
    ['the name of a prototype', 'user_metadata.__proto__'],
    ['what a sign-up does not have', 'phone_number'],
    ['what every object has', 'user_metadata.toString'],
  ])('accepts passwords when it lists %s', (_title, field) => {
    expect(personalRefusal(blocking(field), {}, 'function Object() [object]')).toBeUndefined();
    expect(
      personalRefusal(blocking(field), { user_metadata: {} }, 'function Object() [object]'),
    ).toBeUndefined();
  });

  it('accepts 12 fields', () => {
    const fields = Array.from({ length: 11 }, (_, index) => `user_metadata.f${index}`);
    const options = blocking(...fields, 'nickname');
    expect(personalRefusal(options, { nickname: 'Oslo' }, 'oslo')).toBe(USER_INFO);
  });

  it('adds to password_no_personal_info', () => {
    const options = { ...LEGACY, ...blocking('given_name') };
    expect(personalRefusal(options, { given_name: 'Oslo' }, 'oslo1234')).toBe(USER_INFO);
    expect(personalRefusal(options, { name: 'Bergen' }, 'bergen12')).toBe(USER_INFO);
  });
});

describe('a check that is off', () => {
  it.each<[title: string, options: object]>([
    ['absent', {}],
    ['null', { password_no_personal_info: null, password_options: null }],
    ['null in password_options', { password_options: { profile_data: null } }],
    ['without its toggle', { password_no_personal_info: {} }],
    ['with a null toggle', { password_no_personal_info: { enable: null } }],
    ['switched off', { password_no_personal_info: { enable: false } }],
    [
      'inactive',
      { password_options: { profile_data: { active: false, blocked_fields: ['name'] } } },
    ],
    ['without active', { password_options: { profile_data: { blocked_fields: ['name'] } } }],
    [
      'null all through',
      { password_options: { profile_data: { active: null, blocked_fields: null } } },
    ],
    ['active without fields', { password_options: { profile_data: { active: true } } }],
  ])('does not exist when it is %s', (_title, options) => {
    expect(personalInfoCheck(optionSettings(options))).toBeUndefined();
  });
});

describe('any user and any password', () => {
  const text = fc.oneof(
    fc.constantFrom(
      '',
      'J',
      'Al',
      'Bob',
      'bOB',
      'Éva',
      '😀😀',
      '😀😀😀',
      'a.c',
      '**x',
      'John Smith',
    ),
    fc.string({ maxLength: 5 }),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
  );
  const maybe = fc.option(text, { nil: undefined });
  const metadata = fc.option(
    fc.dictionary(fc.constantFrom('name', 'first', 'last', 'city', 'toString'), text),
    { nil: undefined },
  );
  const user: fc.Arbitrary<PersonalInfo> = fc.record({
    email: text.map((local) => `${local}@example.com`),
    username: maybe,
    given_name: maybe,
    family_name: maybe,
    name: maybe,
    nickname: maybe,
    user_metadata: metadata,
  });
  const FIELDS = ['email', 'username', 'given_name', 'family_name', 'name', 'nickname'] as const;

  const fields = fc.subarray([
    ...FIELDS,
    'user_metadata.name',
    'user_metadata.city',
    'user_metadata.toString',
  ]);
  const enable = fc.boolean();

  /** Every value of the user as a path and a text, in the plainest words. */
  function valuesOf(given: PersonalInfo): [path: string, value: string][] {
    const { email, user_metadata = {}, ...rest } = given;
    return [
      ['email', email.replace(/@example\.com$/, '')],
      ...Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ...Object.entries(user_metadata).map(([key, value]): [string, string] => [
        `user_metadata.${key}`,
        value,
      ]),
    ];
  }

  const anyCase = (given: string) => given.normalize('NFKC').toLowerCase().toUpperCase();

  function containsPersonalInfo(blocked: Set<string>, given: PersonalInfo, password: string) {
    for (const [path, value] of valuesOf(given)) {
      const plain = anyCase(value);
      const counts = blocked.has(path) && Array.from(plain).length > 2;
      if (counts && anyCase(password).indexOf(plain) !== -1) {
        return true;
      }
    }
    return false;
  }

  const LEGACY_FIELDS = [
    'name',
    'username',
    'nickname',
    'user_metadata.name',
    'user_metadata.first',
    'user_metadata.last',
    'email',
  ];

  it('gets the same result as a naive implementation of the rule', () => {
    const verdicts = { taken: 0, refused: 0 };
    const parts = fc.tuple(text, fc.nat(6), text);
    // Several passwords for each user, because parsing the options takes longer than a check.
    const sample = fc.tuple(user, enable, fields, fc.tuple(parts, parts, parts, parts));
    fc.assert(
      fc.property(sample, ([given, isEnabled, blocked, passwords]) => {
        const options = {
          password_no_personal_info: { enable: isEnabled },
          ...blocking(...blocked),
        };
        const check = personalInfoCheck(optionSettings(options));
        const values = valuesOf(given);
        const listed = new Set([...blocked, ...(isEnabled ? LEGACY_FIELDS : [])]);
        return passwords.every(([start, pick, end]) => {
          const inside = values[pick]?.[1] ?? '';
          const password = [start, inside.toUpperCase().toLowerCase(), end].join('');
          const refused = containsPersonalInfo(listed, given, password);
          verdicts[refused ? 'refused' : 'taken'] += 1;
          const body = refusal(() => check?.(password, given));
          return body === (refused ? USER_INFO : undefined);
        });
      }),
      { numRuns: 2500 },
    );
    expect(Math.min(verdicts.taken, verdicts.refused)).toBeGreaterThan(500);
  });
});
