import { type DatabaseConnection, signupRouter } from 'express-dbconnections';
import type { Failure } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { CLIENT, CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

type Options = DatabaseConnection['options'];

const start = (connectionOptions: Options) => apps.start({ connectionOptions });

// Auth0's rules, with its texts and its order of keys.
const lengthAtLeast = (length: number, verified: boolean) => ({
  message: 'At least %d characters in length',
  format: [length],
  code: 'lengthAtLeast',
  verified,
});

const kinds = (...verified: readonly [boolean, boolean, boolean, boolean?]) =>
  [
    { message: 'lower case letters (a-z)', code: 'lowerCase', verified: verified[0] },
    { message: 'upper case letters (A-Z)', code: 'upperCase', verified: verified[1] },
    { message: 'numbers (i.e. 0-9)', code: 'numbers', verified: verified[2] },
    {
      message: 'special characters (e.g. !@#$%^&*)',
      code: 'specialCharacters',
      verified: verified[3],
    },
  ].slice(0, verified.length);

const threeOfFour = (items: object[], verified: boolean) => ({
  message: 'Contain at least %d of the following %d types of characters:',
  code: 'containsAtLeast',
  format: [3, 4],
  items,
  verified,
});

const shouldContain = (items: object[], verified: boolean) => ({
  message: 'Should contain:',
  code: 'shouldContain',
  verified,
  items,
});

const identicalChars = (verified: boolean) => ({
  message: 'No more than %d identical characters in a row (e.g., "%s" not allowed)',
  code: 'identicalChars',
  format: [2, 'aaa'],
  verified,
});

const maxLength = (verified: boolean) => ({
  message: 'Maximum password length exceeded',
  code: 'maxLength',
  format: [72],
  verified,
});

const THREE_KINDS =
  ' * lower case letters (a-z)\n * upper case letters (A-Z)\n * numbers (i.e. 0-9)';
const FOUR_KINDS = `${THREE_KINDS}\n * special characters (e.g. !@#$%^&*)`;

const POLICY = {
  none: '* Non-empty password required',
  low: '* At least 6 characters in length',
  fair: `* At least 8 characters in length\n* Should contain:\n${THREE_KINDS}`,
  good:
    '* At least 8 characters in length\n' +
    `* Contain at least 3 of the following 4 types of characters:\n${FOUR_KINDS}`,
  excellent:
    '* At least 10 characters in length\n' +
    `* Contain at least 3 of the following 4 types of characters:\n${FOUR_KINDS}\n` +
    '* No more than 2 identical characters in a row (e.g., "aaa" not allowed)',
};

/** The description where no other rule fails; Auth0 has the list of rules there too. */
const TOO_LONG = 'Maximum password length exceeded 72';
const MAX_LENGTH = '\n* Maximum password length exceeded 72';

function tooWeak(rules: object[] | string, policy: string): Failure {
  return {
    status: 400,
    body: {
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      code: 'invalid_password',
      description: typeof rules === 'string' ? rules : { rules, verified: false },
      policy,
      statusCode: 400,
    },
  };
}

const TOO_COMMON: Failure = {
  status: 400,
  body: {
    name: 'PasswordDictionaryError',
    message: 'Password is too common',
    code: 'invalid_password',
    description: 'Password is not allowed, it might be too common.',
    statusCode: 400,
  },
};

const USER_INFO: Failure = {
  status: 400,
  body: {
    name: 'PasswordNoUserInfoError',
    message: 'Password contains user information',
    code: 'invalid_password',
    description: 'Password is based on user information',
    statusCode: 400,
  },
};

interface Case {
  readonly title: string;
  readonly options: Options;
  readonly body?: object;
  readonly accepted?: readonly string[];
  readonly rejected?: readonly (readonly [password: string, failure: Failure])[];
}

function itChecks(cases: readonly Case[]): void {
  it.each(cases)('$title', async ({ options, body = {}, accepted = [], rejected = [] }) => {
    const app = await start(options);

    for (const [password, failure] of rejected) {
      await expectRefusal(app, { ...REQUEST, ...body, password }, failure);
    }
    for (const [index, password] of accepted.entries()) {
      const email = `user${index}@example.com`;
      await expectSignup(
        app,
        { ...REQUEST, ...body, email, password },
        {
          shown: { email, ...body },
        },
      );
    }
  });
}

const MIN_12: Options = { passwordPolicy: 'good', password_complexity_options: { min_length: 12 } };
const GOOD: Options = { passwordPolicy: 'good' };

describe('a legacy policy', () => {
  itChecks([
    {
      title: '44: good rejects a short password with one character type',
      options: GOOD,
      rejected: [
        [
          'hello',
          tooWeak(
            [lengthAtLeast(8, false), threeOfFour(kinds(true, false, false, false), false)],
            POLICY.good,
          ),
        ],
      ],
    },
    {
      title: '44: good is the default',
      options: {},
      rejected: [
        [
          'hello',
          tooWeak(
            [lengthAtLeast(8, false), threeOfFour(kinds(true, false, false, false), false)],
            POLICY.good,
          ),
        ],
      ],
    },
    {
      title: '45: good rejects two of four character types',
      options: GOOD,
      rejected: [
        [
          'hello1234',
          tooWeak(
            [lengthAtLeast(8, true), threeOfFour(kinds(true, false, true, false), false)],
            POLICY.good,
          ),
        ],
      ],
    },
    {
      title: '46: good accepts three of four character types',
      options: GOOD,
      accepted: ['abcdef1!', 'ABCDEF1!', 'Abcdefg!'],
    },
    {
      title: '47: fair requires three character types',
      options: { passwordPolicy: 'fair' },
      rejected: [
        [
          'abcdefgh',
          tooWeak(
            [lengthAtLeast(8, true), shouldContain(kinds(true, false, false), false)],
            POLICY.fair,
          ),
        ],
      ],
      accepted: ['Abcdefg1'],
    },
    {
      title: '48: low requires six characters',
      options: { passwordPolicy: 'low' },
      rejected: [['12345', tooWeak([lengthAtLeast(6, false)], POLICY.low)]],
      accepted: ['123456'],
    },
    {
      title: '49: none accepts one character',
      options: { passwordPolicy: 'none' },
      accepted: ['a', ' '],
    },
    { title: '49: null means none', options: { passwordPolicy: null }, accepted: ['a'] },
    {
      title: '50: excellent requires ten characters and no three identical ones in a row',
      options: { passwordPolicy: 'excellent' },
      rejected: [
        [
          'Aaaabcdef1',
          tooWeak(
            [
              lengthAtLeast(10, true),
              threeOfFour(kinds(true, true, true, false), true),
              identicalChars(false),
            ],
            POLICY.excellent,
          ),
        ],
      ],
      accepted: ['Abcdefghi1', 'Aaabcdefg1'],
    },
    {
      title: '51: min_length replaces the length of the level',
      options: MIN_12,
      rejected: [
        [
          'Abcdefghi1!',
          tooWeak(
            [lengthAtLeast(12, false), threeOfFour(kinds(true, true, true, true), true)],
            POLICY.good.replace('8', '12'),
          ),
        ],
      ],
      accepted: ['Abcdefghij1!'],
    },
    {
      title: '52: non-ASCII characters belong to no character type',
      options: GOOD,
      rejected: [
        [
          'abcdefg1€',
          tooWeak(
            [lengthAtLeast(8, true), threeOfFour(kinds(true, false, true, false), false)],
            POLICY.good,
          ),
        ],
      ],
      accepted: ['pässwörd1A'],
    },
  ]);
});

describe('the dictionary', () => {
  const custom = { enable: true, dictionary: ['Xk7!qvzW', 'hunter'] };

  itChecks([
    {
      title: '53: rejects a common password, ignoring case',
      options: { passwordPolicy: 'none', password_dictionary: { enable: true } },
      rejected: [
        ['password', TOO_COMMON],
        ['PASSWORD1', TOO_COMMON],
      ],
      accepted: ['password-of-mine'],
    },
    {
      title: "54: rejects the tenant's words, but not passwords that contain them",
      options: { passwordPolicy: 'none', password_dictionary: custom },
      rejected: [
        ['Xk7!qvzW', TOO_COMMON],
        ['xK7!QVZw', TOO_COMMON],
        ['HUNTER', TOO_COMMON],
      ],
      accepted: ['Xk7!qvzW1', 'hunter-of-mine'],
    },
    {
      title: 'is off unless it is enabled',
      options: {
        passwordPolicy: 'none',
        password_dictionary: { enable: false, dictionary: ['a'] },
      },
      accepted: ['password', 'a'],
    },
    {
      title: 'is checked after the strength',
      options: {
        passwordPolicy: 'low',
        password_dictionary: { enable: true, dictionary: ['abc'] },
      },
      rejected: [['abc', tooWeak([lengthAtLeast(6, false)], POLICY.low)]],
    },
  ]);
});

describe('personal data', () => {
  const on: Options = { ...GOOD, password_no_personal_info: { enable: true } };

  itChecks([
    {
      title: '55: rejects a password that contains the name',
      options: on,
      body: { name: 'John' },
      rejected: [
        ['John1234!', USER_INFO],
        ['xjOHN123!', USER_INFO],
      ],
      accepted: ['Jon12345!'],
    },
    {
      title: '56: rejects a password that contains a name in user_metadata',
      options: on,
      body: { user_metadata: { last: 'Smith' } },
      rejected: [['xxSmith1!', USER_INFO]],
      accepted: ['xxSmoth1!'],
    },
    {
      title: '57: accepts both unless the connection enables the check',
      options: GOOD,
      body: { name: 'John', user_metadata: { last: 'Smith' } },
      accepted: ['John1234!', 'xxSmith1!'],
    },
  ]);

  it('55: rejects a password that contains the local part of the e-mail', async () => {
    const app = await start(on);
    const body = { ...REQUEST, email: 'john@x.com' };

    await expectRefusal(app, { ...body, password: 'xjohn123!' }, USER_INFO);
    await expectSignup(app, { ...body, password: 'xjon1234!' });
  });
});

describe('the limit of 72 bytes', () => {
  const BYTES_72 = `Aa1!${'x'.repeat(68)}`;
  const complexity = (rules: object): Options => ({ password_options: { complexity: rules } });

  itChecks([
    {
      title: '58: applies to a legacy policy',
      options: GOOD,
      rejected: [[`${BYTES_72}x`, tooWeak(TOO_LONG, POLICY.good + MAX_LENGTH)]],
      accepted: [BYTES_72],
    },
    {
      title: "58: truncates with max_length_exceeded: 'truncate'",
      options: { ...GOOD, ...complexity({ max_length_exceeded: 'truncate' }) },
      accepted: [`${BYTES_72}x`],
    },
    {
      title: "59: is always listed as a rule with max_length_exceeded: 'error'",
      options: complexity({ min_length: 8, max_length_exceeded: 'error' }),
      rejected: [
        [`${BYTES_72}x`, tooWeak(TOO_LONG, `* At least 8 characters in length${MAX_LENGTH}`)],
        [
          'short',
          tooWeak(
            [lengthAtLeast(8, false), maxLength(true)],
            `* At least 8 characters in length${MAX_LENGTH}`,
          ),
        ],
      ],
      accepted: [BYTES_72],
    },
    {
      title: '60: counts bytes, not characters',
      options: { passwordPolicy: 'none' },
      rejected: [['é'.repeat(37), tooWeak(TOO_LONG, POLICY.none + MAX_LENGTH)]],
      accepted: ['é'.repeat(36)],
    },
  ]);
});

describe('the flexible policy', () => {
  itChecks([
    {
      title: '61: rejects three sequential characters',
      options: { password_options: { complexity: { sequential_characters: 'block' } } },
      rejected: [
        [
          'xabc1!Z9',
          tooWeak(
            'No more than 2 sequential alphanumeric characters (e.g., "abc" not allowed)',
            '* No more than 2 sequential alphanumeric characters (e.g., "abc" not allowed)',
          ),
        ],
      ],
      accepted: ['xab1!Z9q'],
    },
  ]);

  it('62: signupRouter() throws for three_of_four without all four character types', () => {
    const options: Options = {
      password_options: {
        complexity: {
          character_types: ['lowercase', 'number'],
          character_type_rule: 'three_of_four',
        },
      },
    };

    expect(() =>
      signupRouter({
        users: apps.model(),
        clients: [CLIENT],
        connections: [{ ...CONNECTION, options }],
        hasher: apps.hasher,
      }),
    ).toThrow(
      new TypeError(
        'express-dbconnections: connections[0].options.password_options.complexity' +
          ".character_type_rule is 'three_of_four'; it needs all four character_types: " +
          'lowercase, uppercase, number, special',
      ),
    );
  });
});
