import fc from 'fast-check';
import sheriff from 'password-sheriff';
import type { PasswordComplexity } from '../../lib/options/connection-password-options';
import { isFlexible, passwordPolicy } from '../../lib/password/password-policy';
import { optionSettings } from '../support/settings';
import { refusal } from './expectations';

type Rules = ConstructorParameters<typeof sheriff.PasswordPolicy>[0];

const LEVELS = ['none', 'low', 'fair', 'good', 'excellent'] as const;
type Level = (typeof LEVELS)[number];

/** Auth0's own rules, published without types. */
const auth0: Readonly<Record<Level, Rules>> & {
  createRulesFromOptions(complexity: object): Rules;
} = require('auth0-password-policies');

function policyRefusal(options: object, password: string): string | undefined {
  const check = passwordPolicy(optionSettings(options));
  return refusal(() => check(password));
}

const flexible = (complexity: unknown) => ({ password_options: { complexity } });

// The rules on the wire, to the byte.
const length = (least: number, verified: boolean) =>
  `{"message":"At least %d characters in length","format":[${least}],"code":"lengthAtLeast",` +
  `"verified":${verified}}`;
const nonEmpty = (verified: boolean) =>
  `{"message":"Non-empty password required","code":"nonEmpty","verified":${verified}}`;
const lower = (verified: boolean) =>
  `{"message":"lower case letters (a-z)","code":"lowerCase","verified":${verified}}`;
const upper = (verified: boolean) =>
  `{"message":"upper case letters (A-Z)","code":"upperCase","verified":${verified}}`;
const digit = (verified: boolean) =>
  `{"message":"numbers (i.e. 0-9)","code":"numbers","verified":${verified}}`;
const special = (verified: boolean) =>
  '{"message":"special characters (e.g. !@#$%^&*)","code":"specialCharacters",' +
  `"verified":${verified}}`;
const all = (verified: boolean, ...items: readonly string[]) =>
  `{"message":"Should contain:","code":"shouldContain","verified":${verified},"items":[${items}]}`;
const threeOfFour = (verified: boolean, ...items: readonly string[]) =>
  '{"message":"Contain at least %d of the following %d types of characters:",' +
  `"code":"containsAtLeast","format":[3,4],"items":[${items}],"verified":${verified}}`;
const identical = (verified: boolean) =>
  '{"message":"No more than %d identical characters in a row (e.g., \\"%s\\" not allowed)",' +
  `"code":"identicalChars","format":[2,"aaa"],"verified":${verified}}`;
const sequential = (verified: boolean) =>
  '{"message":"No more than %d sequential alphanumeric characters (e.g., \\"%s\\" not allowed)",' +
  `"code":"sequentialChars","format":[2,"abc"],"verified":${verified}}`;
const maxLength = (verified: boolean, max = 72) =>
  `{"message":"Maximum password length exceeded","code":"maxLength","format":[${max}],` +
  `"verified":${verified}}`;

const tooWeak = (rules: readonly string[], policy: string) =>
  '{"name":"PasswordStrengthError","message":"Password is too weak","code":"invalid_password",' +
  `"description":{"rules":[${rules}],"verified":false},` +
  `"policy":${JSON.stringify(policy)},"statusCode":400}`;

const TYPES_OF_FAIR =
  '* Should contain:\n * lower case letters (a-z)\n * upper case letters (A-Z)\n' +
  ' * numbers (i.e. 0-9)';
const THREE_OF_FOUR =
  '* Contain at least 3 of the following 4 types of characters:\n' +
  ' * lower case letters (a-z)\n * upper case letters (A-Z)\n * numbers (i.e. 0-9)\n' +
  ' * special characters (e.g. !@#$%^&*)';
const NO_IDENTICAL = '* No more than 2 identical characters in a row (e.g., "aaa" not allowed)';
const NO_SEQUENTIAL =
  '* No more than 2 sequential alphanumeric characters (e.g., "abc" not allowed)';
const MAX_LENGTH = '* Maximum password length exceeded 72';

const POLICIES: Readonly<Record<Level, string>> = {
  none: '* Non-empty password required',
  low: '* At least 6 characters in length',
  fair: `* At least 8 characters in length\n${TYPES_OF_FAIR}`,
  good: `* At least 8 characters in length\n${THREE_OF_FOUR}`,
  excellent: `* At least 10 characters in length\n${THREE_OF_FOUR}\n${NO_IDENTICAL}`,
};

describe('a recorded body', () => {
  it("is repeated to the byte for the documentation's hello at level good", () => {
    expect(policyRefusal({ passwordPolicy: 'good' }, 'hello')).toBe(
      '{"name":"PasswordStrengthError","message":"Password is too weak","code":"invalid_password","description":{"rules":[{"message":"At least %d characters in length","format":[8],"code":"lengthAtLeast","verified":false},{"message":"Contain at least %d of the following %d types of characters:","code":"containsAtLeast","format":[3,4],"items":[{"message":"lower case letters (a-z)","code":"lowerCase","verified":true},{"message":"upper case letters (A-Z)","code":"upperCase","verified":false},{"message":"numbers (i.e. 0-9)","code":"numbers","verified":false},{"message":"special characters (e.g. !@#$%^&*)","code":"specialCharacters","verified":false}],"verified":false}],"verified":false},"policy":"* At least 8 characters in length\\n* Contain at least 3 of the following 4 types of characters:\\n * lower case letters (a-z)\\n * upper case letters (A-Z)\\n * numbers (i.e. 0-9)\\n * special characters (e.g. !@#$%^&*)","statusCode":400}',
    );
  });

  it('is repeated to the byte at level excellent', () => {
    expect(policyRefusal({ passwordPolicy: 'excellent' }, 'aaa')).toBe(
      '{"name":"PasswordStrengthError","message":"Password is too weak","code":"invalid_password","description":{"rules":[{"message":"At least %d characters in length","format":[10],"code":"lengthAtLeast","verified":false},{"message":"Contain at least %d of the following %d types of characters:","code":"containsAtLeast","format":[3,4],"items":[{"message":"lower case letters (a-z)","code":"lowerCase","verified":true},{"message":"upper case letters (A-Z)","code":"upperCase","verified":false},{"message":"numbers (i.e. 0-9)","code":"numbers","verified":false},{"message":"special characters (e.g. !@#$%^&*)","code":"specialCharacters","verified":false}],"verified":false},{"message":"No more than %d identical characters in a row (e.g., \\"%s\\" not allowed)","code":"identicalChars","format":[2,"aaa"],"verified":false}],"verified":false},"policy":"* At least 10 characters in length\\n* Contain at least 3 of the following 4 types of characters:\\n * lower case letters (a-z)\\n * upper case letters (A-Z)\\n * numbers (i.e. 0-9)\\n * special characters (e.g. !@#$%^&*)\\n* No more than 2 identical characters in a row (e.g., \\"aaa\\" not allowed)","statusCode":400}',
    );
  });
});

describe('a level of passwordPolicy', () => {
  it.each<[level: Level, password: string, rules: readonly string[]]>([
    ['none', '', [nonEmpty(false)]],
    ['low', '', [length(6, false)]],
    ['low', '12345', [length(6, false)]],
    ['fair', 'abcdefgh', [length(8, true), all(false, lower(true), upper(false), digit(false))]],
    ['fair', 'ABCDEFG1', [length(8, true), all(false, lower(false), upper(true), digit(true))]],
    ['fair', 'Abcdef1', [length(8, false), all(true, lower(true), upper(true), digit(true))]],
    ['fair', 'Abcdefg!', [length(8, true), all(false, lower(true), upper(true), digit(false))]],
    [
      'good',
      '',
      [
        length(8, false),
        threeOfFour(false, lower(false), upper(false), digit(false), special(false)),
      ],
    ],
    [
      'good',
      'hello1234',
      [length(8, true), threeOfFour(false, lower(true), upper(false), digit(true), special(false))],
    ],
    [
      'good',
      'Abc1!ef',
      [length(8, false), threeOfFour(true, lower(true), upper(true), digit(true), special(true))],
    ],
    [
      'good',
      'abcdefg1€',
      [length(8, true), threeOfFour(false, lower(true), upper(false), digit(true), special(false))],
    ],
    [
      'excellent',
      'Aaaabcdef1',
      [
        length(10, true),
        threeOfFour(true, lower(true), upper(true), digit(true), special(false)),
        identical(false),
      ],
    ],
    [
      'excellent',
      'Abcdef1!x',
      [
        length(10, false),
        threeOfFour(true, lower(true), upper(true), digit(true), special(true)),
        identical(true),
      ],
    ],
    [
      'excellent',
      'abcdefghij',
      [
        length(10, true),
        threeOfFour(false, lower(true), upper(false), digit(false), special(false)),
        identical(true),
      ],
    ],
  ])('%s refuses %j and lists every rule', (level, password, rules) => {
    expect(policyRefusal({ passwordPolicy: level }, password)).toBe(
      tooWeak(rules, POLICIES[level]),
    );
  });

  it.each<[level: Level, password: string]>([
    ['none', 'a'],
    ['none', ' '],
    ['low', '123456'],
    ['low', 'é'.repeat(6)],
    ['fair', 'Abcdefg1'],
    ['good', 'abcdef1!'],
    ['good', 'ABCDEF1!'],
    ['good', 'Abcdefg1'],
    ['good', 'pässwörd1A'],
    ['good', 'Passwords hide their chuck'],
    ['good', 'aaaaaaA1'],
    ['excellent', 'Abcdefghi1'],
    ['excellent', 'AaaAaaAaa1'],
    ['excellent', 'aabbccdd1!'],
  ])('%s accepts %j', (level, password) => {
    expect(policyRefusal({ passwordPolicy: level }, password)).toBeUndefined();
  });

  it.each([...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'])('good counts %j as special', (character) => {
    expect(policyRefusal({ passwordPolicy: 'good' }, `Abcdefg${character}`)).toBeUndefined();
  });

  it.each(['€', 'é', 'Ä', '٣', '😀', '\t', '\u00a0', '¡'])(
    'good counts %j as nothing',
    (character) => {
      expect(policyRefusal({ passwordPolicy: 'good' }, `abcdef1${character}`)).toBe(
        tooWeak(
          [
            length(8, true),
            threeOfFour(false, lower(true), upper(false), digit(true), special(false)),
          ],
          POLICIES.good,
        ),
      );
    },
  );

  it('counts UTF-16 units: four emoji are eight', () => {
    const options = { passwordPolicy: 'none', password_complexity_options: { min_length: 8 } };
    expect(policyRefusal(options, '😀😀😀😀')).toBeUndefined();
    expect(policyRefusal(options, '😀😀😀x')).toBe(
      tooWeak([length(8, false)], '* At least 8 characters in length'),
    );
  });

  it.each<[title: string, options: object, policy: string]>([
    ['an absent level is good', {}, POLICIES.good],
    ['an undefined level is good', { passwordPolicy: undefined }, POLICIES.good],
    ['a null level is none', { passwordPolicy: null }, POLICIES.none],
    [
      'null password_options leave the level',
      { passwordPolicy: 'fair', password_options: null },
      POLICIES.fair,
    ],
    [
      'a null complexity leaves the level',
      { passwordPolicy: 'fair', ...flexible(null) },
      POLICIES.fair,
    ],
    [
      'an empty complexity leaves the level',
      { passwordPolicy: 'fair', ...flexible({}) },
      POLICIES.fair,
    ],
    [
      'a complexity of nulls leaves the level',
      {
        passwordPolicy: 'fair',
        ...flexible({
          min_length: null,
          character_types: null,
          character_type_rule: null,
          identical_characters: null,
          sequential_characters: null,
          max_length_exceeded: null,
        }),
      },
      POLICIES.fair,
    ],
    [
      'null password_complexity_options leave the level',
      { passwordPolicy: 'low', password_complexity_options: null },
      POLICIES.low,
    ],
    [
      'a null min_length leaves the level',
      { passwordPolicy: 'low', password_complexity_options: { min_length: null } },
      POLICIES.low,
    ],
    [
      'max_length_exceeded alone leaves the level',
      { passwordPolicy: 'low', ...flexible({ max_length_exceeded: 'truncate' }) },
      POLICIES.low,
    ],
  ])('%s', (_title, options, policy) => {
    const { policy: shown } = JSON.parse(policyRefusal(options, '') as string);
    expect(shown).toBe(policy);
  });
});

describe('password_complexity_options.min_length', () => {
  it.each<[level: Level, least: number]>(
    LEVELS.flatMap((level) => [2, 12, 72].map((least): [Level, number] => [level, least])),
  )("%s with min_length %d asks for that length in the level's place", (level, least) => {
    const options = { passwordPolicy: level, password_complexity_options: { min_length: least } };
    const rest = POLICIES[level].split('\n').slice(1);
    const { policy } = JSON.parse(policyRefusal(options, '') as string);
    expect(policy).toBe([`* At least ${least} characters in length`, ...rest].join('\n'));

    const isLongEnough = (password: string) => {
      const body = policyRefusal(options, password);
      return body === undefined || JSON.parse(body).description.rules[0].verified;
    };
    const long = 'Ab1!'.repeat(18).slice(0, least);
    expect(isLongEnough(long)).toBe(true);
    expect(isLongEnough(long.slice(1))).toBe(false);
  });

  it('describes good with twelve characters to the byte', () => {
    const options = { passwordPolicy: 'good', password_complexity_options: { min_length: 12 } };
    expect(policyRefusal(options, 'Abcdefghij1')).toBe(
      tooWeak(
        [
          length(12, false),
          threeOfFour(true, lower(true), upper(true), digit(true), special(false)),
        ],
        `* At least 12 characters in length\n${THREE_OF_FOUR}`,
      ),
    );
  });

  it('of one asks for any character', () => {
    const options = { passwordPolicy: 'low', password_complexity_options: { min_length: 1 } };
    expect(policyRefusal(options, '')).toBe(tooWeak([nonEmpty(false)], POLICIES.none));
    expect(policyRefusal(options, 'a')).toBeUndefined();
  });

  it('of more than 72 is kept where long passwords are truncated', () => {
    const options = {
      passwordPolicy: 'low',
      password_complexity_options: { min_length: 128 },
      ...flexible({ max_length_exceeded: 'truncate' }),
    };
    expect(policyRefusal(options, 'x'.repeat(127))).toBe(
      tooWeak([length(128, false)], '* At least 128 characters in length'),
    );
    expect(policyRefusal(options, 'x'.repeat(128))).toBeUndefined();
  });
});

describe('password_options.complexity', () => {
  const FOUR_TYPES = ['uppercase', 'lowercase', 'number', 'special'];

  it.each<[complexity: object, password: string, rules: readonly string[], policy: string]>([
    [{ min_length: 15 }, 'x'.repeat(14), [length(15, false)], '* At least 15 characters in length'],
    [{ min_length: 1 }, '', [nonEmpty(false)], '* Non-empty password required'],
    [{ min_length: 72 }, 'x', [length(72, false)], '* At least 72 characters in length'],
    [
      { character_types: ['number', 'lowercase'] },
      'abc',
      [all(false, lower(true), digit(false))],
      '* Should contain:\n * lower case letters (a-z)\n * numbers (i.e. 0-9)',
    ],
    [
      { character_types: ['special', 'special'] },
      'abc1A',
      [all(false, special(false))],
      '* Should contain:\n * special characters (e.g. !@#$%^&*)',
    ],
    [
      { character_types: FOUR_TYPES, character_type_rule: 'all' },
      'abc1A',
      [all(false, lower(true), upper(true), digit(true), special(false))],
      `${TYPES_OF_FAIR}\n * special characters (e.g. !@#$%^&*)`,
    ],
    [
      { character_types: FOUR_TYPES, character_type_rule: 'three_of_four' },
      'abc1',
      [threeOfFour(false, lower(true), upper(false), digit(true), special(false))],
      THREE_OF_FOUR,
    ],
    [{ identical_characters: 'block' }, 'xaaax', [identical(false)], NO_IDENTICAL],
    [{ sequential_characters: 'block' }, 'xabc1!Z9', [sequential(false)], NO_SEQUENTIAL],
    [
      {
        max_length_exceeded: 'error',
        sequential_characters: 'block',
        identical_characters: 'block',
        character_type_rule: 'three_of_four',
        character_types: FOUR_TYPES,
        min_length: 10,
      },
      'abc',
      [
        length(10, false),
        threeOfFour(false, lower(true), upper(false), digit(false), special(false)),
        identical(true),
        sequential(false),
        maxLength(true),
      ],
      [
        '* At least 10 characters in length',
        THREE_OF_FOUR,
        NO_IDENTICAL,
        NO_SEQUENTIAL,
        MAX_LENGTH,
      ].join('\n'),
    ],
  ])('%j refuses %j', (complexity, password, rules, policy) => {
    expect(policyRefusal(flexible(complexity), password)).toBe(tooWeak(rules, policy));
  });

  it.each<[complexity: object, password: string]>([
    [{ min_length: 15 }, 'x'.repeat(15)],
    [{ character_types: ['number', 'lowercase'] }, 'a1'],
    [{ character_types: [] }, 'a'],
    [{ character_types: [], character_type_rule: 'all' }, 'a'],
    [{ character_types: FOUR_TYPES, character_type_rule: 'three_of_four' }, 'aA1'],
    [{ identical_characters: 'block' }, 'aabbaaAa'],
    [{ identical_characters: 'allow' }, 'aaaa'],
    [{ sequential_characters: 'block' }, 'xab1!Z9q'],
    [{ sequential_characters: 'block' }, 'AbCaBc89:yz{'],
    [{ sequential_characters: 'allow' }, 'abc321'],
  ])('%j accepts %j', (complexity, password) => {
    expect(policyRefusal(flexible(complexity), password)).toBeUndefined();
  });

  it.each(['abc', 'cba', '123', '321', 'XYZ', 'é234', 'ab!abc'])(
    'finds a sequence in %j',
    (password) => {
      expect(policyRefusal(flexible({ sequential_characters: 'block' }), password)).toBe(
        tooWeak([sequential(false)], NO_SEQUENTIAL),
      );
    },
  );

  it.each<[complexity: object]>([
    [{ min_length: 1 }],
    [{ character_types: [] }],
    [{ character_type_rule: 'all' }],
    [{ identical_characters: 'allow' }],
    [{ sequential_characters: 'allow' }],
  ])('%j replaces the level and its min_length', (complexity) => {
    const options = {
      passwordPolicy: 'excellent',
      password_complexity_options: { min_length: 40 },
      ...flexible(complexity),
    };
    expect(policyRefusal(options, 'a')).toBeUndefined();
  });
});

describe('isFlexible', () => {
  it.each<[complexity: PasswordComplexity, verdict: boolean]>([
    [{}, false],
    [{ max_length_exceeded: 'error' }, false],
    [{ max_length_exceeded: 'truncate' }, false],
    [{ min_length: 8 }, true],
    [{ character_types: [] }, true],
    [{ character_type_rule: 'all' }, true],
    [{ identical_characters: 'allow' }, true],
    [{ sequential_characters: 'allow', max_length_exceeded: 'error' }, true],
  ])('%j replaces the level: %j', (complexity, verdict) => {
    const settings = optionSettings(flexible(complexity)).password_options.complexity;
    expect(isFlexible(settings)).toBe(verdict);
  });
});

describe('a password of more than 1,024 code points', () => {
  const SETTINGS: readonly [title: string, options: object][] = [
    ['without any setting', { passwordPolicy: 'low' }],
    ['with error', { passwordPolicy: 'low', ...flexible({ max_length_exceeded: 'error' }) }],
    ['with truncate', { passwordPolicy: 'low', ...flexible({ max_length_exceeded: 'truncate' }) }],
  ];
  const refused = tooWeak(
    [length(6, true), maxLength(false, 1024)],
    `${POLICIES.low}\n* Maximum password length exceeded 1024`,
  );

  it.each(SETTINGS)('is refused with its own limit: %s', (_title, options) => {
    expect(policyRefusal(options, 'x'.repeat(1025))).toBe(refused);
    expect(policyRefusal(options, '😀'.repeat(1025))).toBe(refused);
    expect(policyRefusal(options, '\u0301'.repeat(50_000))).toBe(refused);
  });

  it('has one more than is accepted with truncate', () => {
    const [, truncate] = SETTINGS[2] as (typeof SETTINGS)[number];
    expect(policyRefusal(truncate, 'x'.repeat(1024))).toBeUndefined();
    expect(policyRefusal(truncate, '😀'.repeat(1024))).toBeUndefined();
  });
});

describe('a password of more than 72 bytes in UTF-8', () => {
  const ASCII_72 = `Ab1!${'xy'.repeat(34)}`;
  const LONG: readonly [title: string, fits: string, tooLong: string][] = [
    ['ASCII', ASCII_72, `${ASCII_72}x`],
    ['two bytes a character', `Ab1!${'éö'.repeat(17)}`, `Ab1!${'éö'.repeat(17)}é`],
    ['three bytes a character', `Ab1${'€₤'.repeat(11)}€`, `Ab1${'€₤'.repeat(11)}€!`],
    ['four bytes a character', `Ab1!${'😀🎉'.repeat(8)}😀`, `Ab1!${'😀🎉'.repeat(8)}😀x`],
    ['é 36 and 37 times', 'é'.repeat(36), 'é'.repeat(37)],
  ];

  it.each(LONG)('is what the fixtures hold: %s', (_title, fits, tooLong) => {
    expect(Buffer.byteLength(fits)).toBe(72);
    expect(Buffer.byteLength(tooLong)).toBeGreaterThan(72);
  });

  it.each(LONG)('is refused without any setting: %s', (_title, fits, tooLong) => {
    expect(policyRefusal({ passwordPolicy: 'low' }, fits)).toBeUndefined();
    expect(policyRefusal({ passwordPolicy: 'low' }, tooLong)).toBe(
      tooWeak([length(6, true), maxLength(false)], `${POLICIES.low}\n${MAX_LENGTH}`),
    );
  });

  it.each(LONG)('is refused with error: %s', (_title, fits, tooLong) => {
    const options = { passwordPolicy: 'low', ...flexible({ max_length_exceeded: 'error' }) };
    expect(policyRefusal(options, fits)).toBeUndefined();
    expect(policyRefusal(options, tooLong)).toBe(
      tooWeak([length(6, true), maxLength(false)], `${POLICIES.low}\n${MAX_LENGTH}`),
    );
  });

  it.each(LONG)('is accepted with truncate: %s', (_title, fits, tooLong) => {
    const options = { passwordPolicy: 'low', ...flexible({ max_length_exceeded: 'truncate' }) };
    expect(policyRefusal(options, fits)).toBeUndefined();
    expect(policyRefusal(options, tooLong)).toBeUndefined();
  });

  it.each(LEVELS)('is refused at level %s with the rule at the end', (level) => {
    const body = JSON.parse(policyRefusal({ passwordPolicy: level }, `${ASCII_72}z`) as string);
    const { rules } = body.description;
    expect(JSON.stringify(rules.at(-1))).toBe(maxLength(false));
    expect(rules.slice(0, -1).every(({ verified }: { verified: boolean }) => verified)).toBe(true);
    expect(body.policy).toBe(`${POLICIES[level]}\n${MAX_LENGTH}`);
  });

  it('is refused by a flexible policy without max_length_exceeded', () => {
    expect(policyRefusal(flexible({ min_length: 15 }), 'x'.repeat(73))).toBe(
      tooWeak(
        [length(15, true), maxLength(false)],
        `* At least 15 characters in length\n${MAX_LENGTH}`,
      ),
    );
  });

  it('is refused by a flexible policy without rules', () => {
    expect(policyRefusal(flexible({ identical_characters: 'allow' }), 'x'.repeat(73))).toBe(
      tooWeak([maxLength(false)], MAX_LENGTH),
    );
  });

  it('is checked against the other rules as well', () => {
    expect(policyRefusal({ passwordPolicy: 'excellent' }, 'a'.repeat(73))).toBe(
      tooWeak(
        [
          length(10, true),
          threeOfFour(false, lower(true), upper(false), digit(false), special(false)),
          identical(false),
          maxLength(false),
        ],
        `${POLICIES.excellent}\n${MAX_LENGTH}`,
      ),
    );
  });

  it('is checked against the other rules as a whole where it is truncated', () => {
    const options = { passwordPolicy: 'good', ...flexible({ max_length_exceeded: 'truncate' }) };
    expect(policyRefusal(options, 'a'.repeat(73))).toBe(
      tooWeak(
        [
          length(8, true),
          threeOfFour(false, lower(true), upper(false), digit(false), special(false)),
        ],
        POLICIES.good,
      ),
    );
    expect(policyRefusal(options, `${'a'.repeat(72)}A1`)).toBeUndefined();
  });

  it('has its rule listed for short ones only by error', () => {
    const withRule = { passwordPolicy: 'low', ...flexible({ max_length_exceeded: 'error' }) };
    expect(policyRefusal(withRule, 'x')).toBe(
      tooWeak([length(6, false), maxLength(true)], `${POLICIES.low}\n${MAX_LENGTH}`),
    );
    expect(policyRefusal({ passwordPolicy: 'low' }, 'x')).toBe(
      tooWeak([length(6, false)], POLICIES.low),
    );
  });

  it('has its rule left out for one of 72 bytes that breaks another rule', () => {
    expect(policyRefusal({ passwordPolicy: 'fair' }, 'x'.repeat(72))).toBe(
      tooWeak(
        [length(8, true), all(false, lower(true), upper(false), digit(false))],
        POLICIES.fair,
      ),
    );
  });
});

describe("Auth0's own package", () => {
  const MAX = { maxLength: { maxBytes: 72 } };
  const NUM_RUNS = 10_000;

  const oneOf = (characters: string) => fc.constantFrom(...characters);
  const piece = fc.oneof(
    { weight: 3, arbitrary: oneOf('abcxyz') },
    { weight: 2, arbitrary: oneOf('ABCXYZ') },
    { weight: 2, arbitrary: oneOf('0123789') },
    { weight: 1, arbitrary: oneOf(' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~') },
    { weight: 1, arbitrary: oneOf('éßÄ€٣ａ😀') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 2 }) },
    // Runs such as aa, 111, zzzz.
    {
      weight: 1,
      arbitrary: fc
        .tuple(oneOf('aZ0!é'), fc.integer({ min: 2, max: 4 }))
        .map(([c, n]) => c.repeat(n)),
    },
    // Sequences up and down, across the borders of the classes too.
    {
      weight: 1,
      arbitrary: fc
        .tuple(oneOf('acyzAYZ0189/:@`'), fc.constantFrom(1, -1), fc.integer({ min: 2, max: 4 }))
        .map(([c, step, n]) =>
          Array.from({ length: n }, (_, i) => String.fromCharCode(c.charCodeAt(0) + i * step)).join(
            '',
          ),
        ),
    },
  );
  const pieces = fc.oneof(
    { weight: 1, arbitrary: fc.array(piece, { maxLength: 3 }) },
    { weight: 6, arbitrary: fc.array(piece, { minLength: 3, maxLength: 14 }) },
  );
  const fits = (password: string) => Buffer.byteLength(password) <= 72;
  /** What fits of the pieces into 72 bytes. */
  const passwords = pieces.map((given) =>
    given.reduce((password, next) => (fits(password + next) ? password + next : password), ''),
  );
  const longPasswords = fc
    .tuple(passwords, oneOf('xA1!é€😀'), passwords)
    .map(([start, filler, end]) => start + filler.repeat(73) + end);

  // An error with a stack of Jest's 100 frames costs more than the check that throws it.
  const { stackTraceLimit } = Error;
  beforeAll(() => {
    Error.stackTraceLimit = 0;
  });
  afterAll(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });

  /** The refusals by Auth0's rules, run by password-sheriff itself. */
  function auth0Refusals(rules: Rules): (password: string) => string | undefined {
    const sheriffPolicy = new sheriff.PasswordPolicy(rules);
    const policy = sheriffPolicy.toString();
    return (password) => {
      if (sheriffPolicy.check(password)) {
        return undefined;
      }
      return JSON.stringify({
        name: 'PasswordStrengthError',
        message: 'Password is too weak',
        code: 'invalid_password',
        description: sheriffPolicy.missing(password),
        policy,
        statusCode: 400,
      });
    };
  }

  /** A policy of this package, and the rules by which Auth0's own package checks the same. */
  type Pair = readonly [title: string, options: object, rules: Rules];

  /** Compares all policies on the same generated passwords; returns the verdicts of each policy. */
  function expectSame(pairs: readonly Pair[], generated: fc.Arbitrary<string>, numRuns = NUM_RUNS) {
    const policies = pairs.map(([title, options, rules]) => ({
      title,
      expectedRefusal: auth0Refusals(rules),
      check: passwordPolicy(optionSettings(options)),
      verdicts: { taken: 0, refused: 0 },
    }));
    fc.assert(
      fc.property(generated, (password) => {
        for (const { title, expectedRefusal, check, verdicts } of policies) {
          const expected = expectedRefusal(password);
          verdicts[expected === undefined ? 'taken' : 'refused'] += 1;
          if (refusal(() => check(password)) !== expected) {
            throw new Error(`The policy "${title}" differs from ${expected}`);
          }
        }
      }),
      { numRuns },
    );
    return policies.map(({ verdicts }) => verdicts);
  }

  const PAIRS: readonly Pair[] = [
    ...LEVELS.map((level): [string, object, Rules] => [
      `level ${level}`,
      { passwordPolicy: level },
      auth0[level],
    ]),
    [
      'good with min_length 12',
      { passwordPolicy: 'good', password_complexity_options: { min_length: 12 } },
      { ...auth0.good, length: { minLength: 12 } },
    ],
    [
      'fair beside max_length_exceeded',
      { passwordPolicy: 'fair', ...flexible({ max_length_exceeded: 'error' }) },
      { ...auth0.fair, ...MAX },
    ],
    ...[
      { min_length: 12 },
      { character_types: ['lowercase', 'special'] },
      {
        character_types: ['special', 'number', 'uppercase', 'lowercase'],
        character_type_rule: 'three_of_four',
      },
      { identical_characters: 'block' },
      { sequential_characters: 'block' },
      { min_length: 9, max_length_exceeded: 'error' },
    ].map((complexity): [string, object, Rules] => [
      JSON.stringify(complexity),
      flexible(complexity),
      auth0.createRulesFromOptions(complexity),
    ]),
  ];

  // Each password is generated once for all policies.
  it('gives the same verdicts and bodies within 72 bytes', () => {
    for (const { taken, refused } of expectSame(PAIRS, passwords)) {
      expect(Math.min(taken, refused)).toBeGreaterThan(50);
    }
  });

  it('gives the same verdicts and bodies for any flexible policy', () => {
    const setting = fc.constantFrom<'allow' | 'block'>('allow', 'block');
    const types = fc.shuffledSubarray<NonNullable<PasswordComplexity['character_types']>[number]>([
      'uppercase',
      'lowercase',
      'number',
      'special',
    ]);
    const complexities = fc
      .record(
        {
          min_length: fc.integer({ min: 1, max: 20 }),
          character_types: types,
          character_type_rule: fc.constantFrom<'all' | 'three_of_four'>('all', 'three_of_four'),
          identical_characters: setting,
          sequential_characters: setting,
          max_length_exceeded: fc.constantFrom<'error' | 'truncate'>('error', 'truncate'),
        },
        { requiredKeys: [] },
      )
      .filter(({ max_length_exceeded: _, ...rules }) => Object.keys(rules).length > 0)
      .map((complexity) =>
        complexity.character_type_rule === 'three_of_four' &&
        complexity.character_types?.length !== 4
          ? { ...complexity, character_type_rule: 'all' as const }
          : complexity,
      );
    // Several passwords for each policy, because parsing its options takes longer than a check.
    const fourPasswords = fc.tuple(passwords, passwords, passwords, passwords);
    fc.assert(
      fc.property(complexities, fourPasswords, (complexity, given) => {
        const check = passwordPolicy(optionSettings(flexible(complexity)));
        const expectedRefusal = auth0Refusals(auth0.createRulesFromOptions(complexity));
        return given.every(
          (password) => refusal(() => check(password)) === expectedRefusal(password),
        );
      }),
      { numRuns: NUM_RUNS / 4 },
    );
  });

  it('accepts and rejects the same options', () => {
    const complexities = fc.record(
      {
        min_length: fc.integer({ min: -2, max: 80 }),
        character_types: fc.subarray(['uppercase', 'lowercase', 'number', 'special'] as const),
        character_type_rule: fc.constantFrom('all', 'three_of_four'),
      },
      { requiredKeys: [] },
    );
    const throws = (build: () => unknown) => {
      try {
        build();
        return false;
      } catch {
        return true;
      }
    };
    fc.assert(
      fc.property(complexities, (complexity) => {
        const options = { password_options: { complexity } };
        const isRefused = throws(() => optionSettings(options));
        return isRefused === throws(() => auth0.createRulesFromOptions(complexity));
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees on long passwords that are truncated', () => {
    const pairs = LEVELS.map((level): Pair => {
      const truncate = flexible({ max_length_exceeded: 'truncate' });
      return [level, { passwordPolicy: level, ...truncate }, auth0[level]];
    });
    for (const { taken } of expectSame(pairs, longPasswords, 1000)) {
      expect(taken).toBeGreaterThan(0);
    }
  });

  it('agrees on long passwords once its rule is added', () => {
    const pairs = LEVELS.map(
      (level): Pair => [level, { passwordPolicy: level }, { ...auth0[level], ...MAX }],
    );
    for (const { taken } of expectSame(pairs, longPasswords, 1000)) {
      expect(taken).toBe(0);
    }
  });
});
