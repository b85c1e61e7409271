import { type DatabaseConnection, signupRouter } from 'express-dbconnections';
import type { Failure } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { CLIENT, CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

type Options = DatabaseConnection['options'];

const start = (connectionOptions: Options) => apps.start({ connectionOptions });

// Auth0's rules, word for word and key for key.
const lengthAtLeast = (length: number, verified: boolean) => ({
  message: 'At least %d characters in length',
  format: [length],
  code: 'lengthAtLeast',
  verified,
});

const nonEmpty = (verified: boolean) => ({
  message: 'Non-empty password required',
  code: 'nonEmpty',
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

const sequentialChars = (verified: boolean) => ({
  message: 'No more than %d sequential alphanumeric characters (e.g., "%s" not allowed)',
  code: 'sequentialChars',
  format: [2, 'abc'],
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

const MAX_LENGTH = '\n* Maximum password length exceeded 72';

function tooWeak(rules: object[], policy: string): Failure {
  return {
    status: 400,
    body: {
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      code: 'invalid_password',
      description: { rules, verified: false },
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
  readonly taken?: readonly string[];
  readonly refused?: readonly (readonly [password: string, failure: Failure])[];
}

function itJudges(cases: readonly Case[]): void {
  it.each(cases)('$title', async ({ options, body = {}, taken = [], refused = [] }) => {
    const app = await start(options);

    for (const [password, failure] of refused) {
      await expectRefusal(app, { ...REQUEST, ...body, password }, failure);
    }
    for (const [index, password] of taken.entries()) {
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
  itJudges([
    {
      title: '44: good refuses what is too short and of one kind',
      options: GOOD,
      refused: [
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
      title: '44: good is meant by no policy at all',
      options: {},
      refused: [
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
      title: '45: good refuses two kinds of four',
      options: GOOD,
      refused: [
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
      title: '46: good takes three kinds of four',
      options: GOOD,
      taken: ['abcdef1!', 'ABCDEF1!', 'Abcdefg!'],
    },
    {
      title: '47: fair wants the three kinds',
      options: { passwordPolicy: 'fair' },
      refused: [
        [
          'abcdefgh',
          tooWeak(
            [lengthAtLeast(8, true), shouldContain(kinds(true, false, false), false)],
            POLICY.fair,
          ),
        ],
      ],
      taken: ['Abcdefg1'],
    },
    {
      title: '48: low wants six characters',
      options: { passwordPolicy: 'low' },
      refused: [['12345', tooWeak([lengthAtLeast(6, false)], POLICY.low)]],
      taken: ['123456'],
    },
    {
      title: '49: none takes one character',
      options: { passwordPolicy: 'none' },
      taken: ['a', ' '],
    },
    { title: '49: null is none', options: { passwordPolicy: null }, taken: ['a'] },
    {
      title: '50: excellent wants ten characters and no three equal ones in a row',
      options: { passwordPolicy: 'excellent' },
      refused: [
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
      taken: ['Abcdefghi1', 'Aaabcdefg1'],
    },
    {
      title: '51: min_length replaces the length of the level',
      options: MIN_12,
      refused: [
        [
          'Abcdefghi1!',
          tooWeak(
            [lengthAtLeast(12, false), threeOfFour(kinds(true, true, true, true), true)],
            POLICY.good.replace('8', '12'),
          ),
        ],
      ],
      taken: ['Abcdefghij1!'],
    },
    {
      title: '52: letters and signs beyond ASCII are of no kind',
      options: GOOD,
      refused: [
        [
          'abcdefg1€',
          tooWeak(
            [lengthAtLeast(8, true), threeOfFour(kinds(true, false, true, false), false)],
            POLICY.good,
          ),
        ],
      ],
      taken: ['pässwörd1A'],
    },
  ]);
});

describe('the dictionary', () => {
  const custom = { enable: true, dictionary: ['Xk7!qvzW', 'hunter'] };

  itJudges([
    {
      title: '53: refuses a common password, however it is written',
      options: { passwordPolicy: 'none', password_dictionary: { enable: true } },
      refused: [
        ['password', TOO_COMMON],
        ['PASSWORD1', TOO_COMMON],
      ],
      taken: ['password-of-mine'],
    },
    {
      title: "54: refuses the tenant's own words, but not what contains them",
      options: { passwordPolicy: 'none', password_dictionary: custom },
      refused: [
        ['Xk7!qvzW', TOO_COMMON],
        ['xK7!QVZw', TOO_COMMON],
        ['HUNTER', TOO_COMMON],
      ],
      taken: ['Xk7!qvzW1', 'hunter-of-mine'],
    },
    {
      title: 'is off where it is not enabled',
      options: {
        passwordPolicy: 'none',
        password_dictionary: { enable: false, dictionary: ['a'] },
      },
      taken: ['password', 'a'],
    },
    {
      title: 'comes after the strength',
      options: {
        passwordPolicy: 'low',
        password_dictionary: { enable: true, dictionary: ['abc'] },
      },
      refused: [['abc', tooWeak([lengthAtLeast(6, false)], POLICY.low)]],
    },
  ]);
});

describe('personal data', () => {
  const on: Options = { ...GOOD, password_no_personal_info: { enable: true } };

  itJudges([
    {
      title: '55: the name in a password is refused',
      options: on,
      body: { name: 'John' },
      refused: [
        ['John1234!', USER_INFO],
        ['xjOHN123!', USER_INFO],
      ],
      taken: ['Jon12345!'],
    },
    {
      title: '56: so are names in the metadata',
      options: on,
      body: { user_metadata: { last: 'Smith' } },
      refused: [['xxSmith1!', USER_INFO]],
      taken: ['xxSmoth1!'],
    },
    {
      title: '57: unless the connection says nothing of it',
      options: GOOD,
      body: { name: 'John', user_metadata: { last: 'Smith' } },
      taken: ['John1234!', 'xxSmith1!'],
    },
  ]);

  it('55: the local part of the address in a password is refused', async () => {
    const app = await start(on);
    const body = { ...REQUEST, email: 'john@x.com' };

    await expectRefusal(app, { ...body, password: 'xjohn123!' }, USER_INFO);
    await expectSignup(app, { ...body, password: 'xjon1234!' });
  });
});

describe('72 bytes', () => {
  const BYTES_72 = `Aa1!${'x'.repeat(68)}`;
  const complexity = (rules: object): Options => ({ password_options: { complexity: rules } });
  const good = [lengthAtLeast(8, true), threeOfFour(kinds(true, true, true, true), true)];

  itJudges([
    {
      title: '58: are the most that a legacy policy takes',
      options: GOOD,
      refused: [[`${BYTES_72}x`, tooWeak([...good, maxLength(false)], POLICY.good + MAX_LENGTH)]],
      taken: [BYTES_72],
    },
    {
      title: "58: are what bcrypt reads of more, with max_length_exceeded: 'truncate'",
      options: { ...GOOD, ...complexity({ max_length_exceeded: 'truncate' }) },
      taken: [`${BYTES_72}x`],
    },
    {
      title: "59: are the most with max_length_exceeded: 'error', which lists the rule at once",
      options: complexity({ min_length: 8, max_length_exceeded: 'error' }),
      refused: [
        [
          `${BYTES_72}x`,
          tooWeak(
            [lengthAtLeast(8, true), maxLength(false)],
            `* At least 8 characters in length${MAX_LENGTH}`,
          ),
        ],
        [
          'short',
          tooWeak(
            [lengthAtLeast(8, false), maxLength(true)],
            `* At least 8 characters in length${MAX_LENGTH}`,
          ),
        ],
      ],
      taken: [BYTES_72],
    },
    {
      title: '60: are 36 letters of two bytes',
      options: { passwordPolicy: 'none' },
      refused: [
        ['é'.repeat(37), tooWeak([nonEmpty(true), maxLength(false)], POLICY.none + MAX_LENGTH)],
      ],
      taken: ['é'.repeat(36)],
    },
  ]);
});

describe('the flexible policy', () => {
  itJudges([
    {
      title: '61: refuses sequences of three',
      options: { password_options: { complexity: { sequential_characters: 'block' } } },
      refused: [
        [
          'xabc1!Z9',
          tooWeak(
            [sequentialChars(false)],
            '* No more than 2 sequential alphanumeric characters (e.g., "abc" not allowed)',
          ),
        ],
      ],
      taken: ['xab1!Z9q'],
    },
  ]);

  it('62: three_of_four needs four kinds, which is said when the router is made', () => {
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
