import { CANARY } from '../../support/canary';
import { type Failure, sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import { BASE, json, jsonText, OK, showing, withRaw } from '../support/requests';

const GOOD_POLICY =
  '* At least 8 characters in length\n* Contain at least 3 of the following 4 types of characters:\n' +
  ' * lower case letters (a-z)\n * upper case letters (A-Z)\n * numbers (i.e. 0-9)\n' +
  ' * special characters (e.g. !@#$%^&*)';

const KINDS = [
  ['lower case letters (a-z)', 'lowerCase', /[a-z]/],
  ['upper case letters (A-Z)', 'upperCase', /[A-Z]/],
  ['numbers (i.e. 0-9)', 'numbers', /[0-9]/],
  [
    'special characters (e.g. !@#$%^&*)',
    'specialCharacters',
    /[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]/,
  ],
] as const;

/** Auth0's response for a password that breaks the policy `good`. */
function tooWeak(password: string): Failure {
  const tooLong = Buffer.byteLength(password) > 72;
  const max = [...password].length > 1024 ? 1024 : 72;
  const items = KINDS.map(([message, code, kind]) => ({
    message,
    code,
    verified: kind.test(password),
  }));
  const rules: { verified: boolean; [key: string]: unknown }[] = [
    {
      message: 'At least %d characters in length',
      format: [8],
      code: 'lengthAtLeast',
      verified: password.length >= 8,
    },
    {
      message: 'Contain at least %d of the following %d types of characters:',
      code: 'containsAtLeast',
      format: [3, 4],
      items,
      verified: items.filter(({ verified }) => verified).length >= 3,
    },
  ];
  const isOnlyTooLong = tooLong && rules.every(({ verified }) => verified);
  if (tooLong) {
    rules.push({
      message: 'Maximum password length exceeded',
      code: 'maxLength',
      format: [max],
      verified: false,
    });
  }
  return {
    status: 400,
    body: {
      name: 'PasswordStrengthError',
      message: 'Password is too weak',
      code: 'invalid_password',
      description: isOnlyTooLong
        ? `Maximum password length exceeded ${max}`
        : { rules, verified: false },
      policy: GOOD_POLICY + (tooLong ? `\n* Maximum password length exceeded ${max}` : ''),
      statusCode: 400,
    },
  };
}

const PERSONAL: Failure = {
  status: 400,
  body: {
    name: 'PasswordNoUserInfoError',
    message: 'Password contains user information',
    code: 'invalid_password',
    description: 'Password is based on user information',
    statusCode: 400,
  },
};

const WEAK: readonly string[] = [
  'a',
  'A1!',
  'Abcd1!z',
  'password',
  'PASSWORD1',
  '12345678',
  '!!!!!!!!',
  '        ',
  'abcdefghijklmnopqrstuvwxyz',
  'abcdefg1',
  'ABCDEFG!',
  'äöüÄÖÜßé',
  'ÀÉÎÕÜ1234',
  '字字字字字字字字',
  '１２３４５６７８Ａａ',
  '\u{1f600}\u{1f600}\u{1f600}\u{1f600}1a',
  'abcdefg€',
  'abcdefg\u00a0',
  'abcdefg\u0001',
  'abcdefg\n',
  `${CANARY.slice(0, 7)}`,
  CANARY.replace(/[^a-z]/g, ''),
  CANARY.replace(/[^A-Za-z]/g, ''),
];

const TOO_LONG: readonly (readonly [what: string, password: string])[] = [
  ['73 bytes', `Aa1!${'x'.repeat(69)}`],
  ['73 bytes of a canary', CANARY.repeat(4).slice(0, 73)],
  ['47 characters in 73 bytes', `Aa1!${'é'.repeat(26)}${'x'.repeat(17)}`],
  ['25 ideographs', `Aa1!${'字'.repeat(23)}`],
  ['19 emoji', `Aa1!${'\u{1f600}'.repeat(18)}`],
  ['a thousand', `Aa1!${'x'.repeat(1000)}`],
  ['90,000 characters', `Aa1!${'x'.repeat(90_000)}`],
  ['90,000 of one character', 'x'.repeat(90_000)],
  ['a short one after 72 spaces', `${' '.repeat(72)}Aa1`],
];

const ACCEPTED: readonly (readonly [what: string, password: string])[] = [
  ['8 characters', 'Abcdef1!'],
  ['64 characters', `Aa1!${'x'.repeat(60)}`],
  ['72 bytes', `Aa1!${'x'.repeat(68)}`],
  ['38 characters in 72 bytes', `Aa1!${'é'.repeat(34)}`],
  [
    'every printable ASCII character below P',
    Array.from({ length: 48 }, (_, index) => String.fromCharCode(32 + index)).join(''),
  ],
  [
    'every printable ASCII character from P on',
    `A1${Array.from({ length: 47 }, (_, index) => String.fromCharCode(80 + index)).join('')}`,
  ],
  ['surrounding spaces', '  Abcdef1!  '],
  ['inner spaces', 'Passwords hide their chuck'],
  ['quotes and slashes', `Aa1'"\\/\``],
  ['markup', '<b>Aa1&amp;</b>'],
  ['JSON', '{"Aa1":"$gt"}'],
  ['a bcrypt hash', '$2b$10$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234'],
  ['controls', 'Aa1!\u0001\u001b\u007f\t\r\n'],
  ['an emoji', 'Abcdef1\u{1f600}'],
  ['a right-to-left override', 'Abcdef1\u202e!'],
  ['an underscore as the only special character', 'abcdefg_A'],
];

const BASED_ON_PERSONAL_DATA: readonly (readonly [
  what: string,
  fields: Readonly<Record<string, unknown>>,
  password: string,
])[] = [
  ['the local part', { email: 'jonathan@example.com' }, 'xJonathan1!'],
  ['the local part in capitals', { email: 'JONATHAN@example.com' }, 'xjonathan1!'],
  ['the name', { name: 'Jonathan' }, 'JONATHAN1!x'],
  ['the nickname', { nickname: 'Johnny' }, '1!johnnyX'],
  ['user_metadata.first', { user_metadata: { first: 'Jona' } }, 'A1!jona-xyz'],
  ['user_metadata.last', { user_metadata: { last: 'Smith' } }, 'xxSmith1!'],
  ['user_metadata.name', { user_metadata: { name: 'Jona S' } }, 'A1!jona s-x'],
  ['a name with an umlaut', { name: 'Jörgensen' }, 'A1!JÖRGENSENx'],
  ['a name with a sharp s', { name: 'Großmann' }, 'A1!GROSSMANNx'],
  ['a name with a final sigma', { name: 'ΟΔΥΣΣΕΥΣ' }, 'A1!aοδυσσευσb'],
  ['a name with a final sigma at its end', { name: 'Οδυσσευς' }, 'A1!aΟΔΥΣΣΕΥΣb'],
  [
    'a name in NFC, in a password in NFD',
    { name: 'Zoë Ångström' },
    'A1!zoe\u0308 a\u030angstro\u0308m',
  ],
  ['a name in full-width letters', { name: 'Ｊｏｎａ' }, 'A1!jona-xyz'],
];

const shown = (text: string) =>
  CANARY.includes(text) || text.length > 40 ? `${text.length} characters` : JSON.stringify(text);

export const PASSWORDS: Theme = {
  name: 'passwords',
  attacks: [
    ...WEAK.map((password) =>
      json(`too weak: ${shown(password)}`, { password }, tooWeak(password)),
    ),
    ...TOO_LONG.map(([what, password]) =>
      json(`too long: ${what}`, { password }, tooWeak(password)),
    ),
    ...ACCEPTED.map(([what, password]) =>
      json(`accepted unchanged: ${what}`, { password }, { ...OK, password }),
    ),
    ...[
      '\\u0000',
      `\\u0000${CANARY}`,
      `${CANARY}\\u0000`,
      `Zq7-Vx9_\\u0000${CANARY}`,
      '\\ud800',
      `${CANARY}\\udfff`,
    ].map((text, index) =>
      jsonText(
        `a NUL or a lone surrogate, ${index}`,
        withRaw('password', `"${text}"`),
        sentence('invalid password'),
      ),
    ),
    ...BASED_ON_PERSONAL_DATA.map(([what, fields, password]) =>
      json(`based on ${what}`, { connection: 'Personal', ...fields, password }, PERSONAL),
    ),
    json(
      'not based on a name of two letters',
      { connection: 'Personal', name: 'Zq' },
      { ...showing({ name: 'Zq' }), connection: 'Personal' },
    ),
    json(
      'not based on given_name, which Auth0 does not check',
      { connection: 'Personal', given_name: 'Jonathan', password: 'A1!jonathan-x' },
      { ...showing({ given_name: 'Jonathan' }), connection: 'Personal', password: 'A1!jonathan-x' },
    ),
    ...(
      [
        'confirm',
        'password2',
        'password_confirmation',
        'passwordConfirm',
        'new_password',
        'pwd',
        'Password',
        'PASSWORD',
      ] as const
    ).flatMap((field): Attack[] => [
      json(`${field} beside password is ignored`, { [field]: `${CANARY}2` }, OK),
      json(
        `${field} does not replace password`,
        { [field]: CANARY, password: undefined },
        sentence('password is required'),
      ),
    ]),
    jsonText(
      'every letter escaped',
      withRaw(
        'password',
        `"${[...(BASE.password as string)].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
      ),
      OK,
    ),
  ],
};
