import { badRequest, sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import { BASE, json, jsonText, OK, PROFILE, showing, withRaw } from '../support/requests';

// Characters that case mapping or normalization turns into ASCII, or that look like ASCII.
const LOOK_ALIKES: readonly (readonly [what: string, text: string])[] = [
  ['the Kelvin sign', '\u212a'],
  ['the Angstrom sign', '\u212b'],
  ['a dotless i', '\u0131'],
  ['a dotted capital I', '\u0130'],
  ['a long s', '\u017f'],
  ['a sharp s', 'ß'],
  ['a capital sharp s', '\u1e9e'],
  ['a final sigma', 'ς'],
  ['an ff ligature', '\ufb00'],
  ['an fi ligature', '\ufb01'],
  ['an ffi ligature', '\ufb03'],
  ['a long s with t', '\ufb05'],
  ['a full-width letter', '\uff41'],
  ['a full-width capital letter', '\uff21'],
  ['a Cyrillic a', '\u0430'],
  ['a Greek omicron', '\u03bf'],
  ['a Cherokee letter', '\u13aa'],
  ['a mathematical letter', '𝐚'],
  ['a letter in a circle', '\u24d0'],
  ['a superscript letter', '\u1d2e'],
  ['a modifier letter', '\u02b0'],
  ['a Roman numeral', '\u2170'],
  ['a care-of sign', '\u2105'],
  ['a squared unit', '\u3392'],
  ['a letter with an accent', 'é'],
  ['a letter and an accent', 'e\u0301'],
  ['an accent alone', '\u0301'],
  ['a full-width @', '\uff20'],
  ['a small @', '\ufe6b'],
  ['an ideographic stop', '\u3002'],
  ['a full-width stop', '\uff0e'],
  ['a one-dot leader', '\u2024'],
  ['a digit of another script', '\u0661'],
  ['an ideograph', '字'],
  ['an emoji', '\u{1f600}'],
  ['a regional indicator', '\u{1f1e9}'],
  ['a tag letter', '\u{e0061}'],
  ['a private-use character', '\ue000'],
  ['a noncharacter', '\uffff'],
  ['the replacement character', '\ufffd'],
];

// Invisible characters.
const INVISIBLE: readonly (readonly [what: string, text: string])[] = [
  ['a zero-width space', '\u200b'],
  ['a zero-width joiner', '\u200d'],
  ['a word joiner', '\u2060'],
  ['a soft hyphen', '\u00ad'],
  ['a Mongolian vowel separator', '\u180e'],
  ['a combining grapheme joiner', '\u034f'],
  ['a Hangul filler', '\u3164'],
  ['a variation selector', '\ufe0f'],
  ['a left-to-right mark', '\u200e'],
  ['a right-to-left override', '\u202e'],
  ['an isolate', '\u2066'],
  ['a tag', '\u{e0001}'],
  ['next line', '\u0085'],
  ['a bell', '\u0007'],
  ['a backspace', '\b'],
  ['an escape', '\u001b'],
  ['a delete', '\u007f'],
  ['a C1 control', '\u009f'],
];

// White space, according to String.prototype.trim().
const SPACES: readonly (readonly [what: string, text: string])[] = [
  ['a space', ' '],
  ['a tab', '\t'],
  ['a line feed', '\n'],
  ['a vertical tab', '\v'],
  ['a form feed', '\f'],
  ['a carriage return', '\r'],
  ['CRLF', '\r\n'],
  ['a no-break space', '\u00a0'],
  ['an Ogham space', '\u1680'],
  ['an em space', '\u2003'],
  ['a hair space', '\u200a'],
  ['a line separator', '\u2028'],
  ['a paragraph separator', '\u2029'],
  ['a narrow space', '\u202f'],
  ['a mathematical space', '\u205f'],
  ['an ideographic space', '\u3000'],
  ['a byte-order mark', '\ufeff'],
];

const INVALID_EMAIL = sentence('invalid email address');
const BAD_CHARACTERS = badRequest('invalid_username', 'The username has invalid characters.');

const named = (username: string): Attack['outcome'] => ({
  ...showing({ username }),
  connection: 'Named',
});

/** Rejected in the fields that identify an account, kept unchanged in the others. */
function attacksWith([what, text]: readonly [what: string, text: string]): readonly Attack[] {
  return [
    json(`${what} in an address`, { email: `a${text}b@example.com` }, INVALID_EMAIL),
    json(`${what} in a domain`, { email: `a@exam${text}ple.com` }, INVALID_EMAIL),
    json(`${what} in a top-level domain`, { email: `a@example.c${text}m` }, INVALID_EMAIL),
    json(`${what} in a username`, { connection: 'Named', username: `a${text}b` }, BAD_CHARACTERS),
    json(`${what} in client_id`, { client_id: `CI${text}D` }, sentence('client not found')),
    json(`${what} in connection`, { connection: `D${text}B` }, sentence('connection not found')),
    json(
      `${what} in the profile`,
      Object.fromEntries(PROFILE.map((field) => [field, `a${text}b`])),
      showing(Object.fromEntries(PROFILE.map((field) => [field, `a${text}b`]))),
    ),
    json(
      `${what} in user_metadata`,
      { user_metadata: { k: `a${text}b` } },
      showing({ user_metadata: { k: `a${text}b` } }),
    ),
    json(
      `${what} in a password`,
      { password: `${BASE.password}${text}x` },
      {
        ...OK,
        password: `${BASE.password}${text}x`,
      },
    ),
  ];
}

const LONE_SURROGATES = [
  '\\ud800',
  '\\udfff',
  'a\\udbff',
  '\\ude00\\ud83d',
  '\\ud83d\\ud83d\\ude00',
  '\\uD83Dx',
];

export const UNICODE: Theme = {
  name: 'Unicode and case mapping',
  attacks: [
    ...[...LOOK_ALIKES, ...INVISIBLE].flatMap(attacksWith),
    ...SPACES.flatMap(([what, text]) => [
      json(`${what} around an address`, { email: `${text}a@example.com${text}` }, OK),
      json(`${what} inside an address`, { email: `a${text}b@example.com` }, INVALID_EMAIL),
      json(`${what} beside the @`, { email: `a${text}@example.com` }, INVALID_EMAIL),
      json(`${what} as an address`, { email: text }, sentence('email is required')),
      json(
        `${what} around a username`,
        { connection: 'Named', username: `${text}ab${text}` },
        named('ab'),
      ),
      json(
        `${what} inside a username`,
        { connection: 'Named', username: `a${text}b` },
        BAD_CHARACTERS,
      ),
      json(
        `${what} as a username`,
        { connection: 'Named', username: text },
        sentence('missing username for Named connection with requires_username enabled'),
      ),
      json(
        `${what} around a password is part of it`,
        { password: `${text}${BASE.password}${text}` },
        {
          ...OK,
          password: `${text}${BASE.password}${text}`,
        },
      ),
      json(
        `${what} around a name is part of it`,
        { name: `${text}a${text}` },
        showing({ name: `${text}a${text}` }),
      ),
    ]),
    ...LONE_SURROGATES.flatMap((surrogate) => [
      jsonText(
        `${surrogate} in an address`,
        withRaw('email', `"a${surrogate}@example.com"`),
        INVALID_EMAIL,
      ),
      jsonText(
        `${surrogate} in a username`,
        withRaw('username', `"${surrogate}"`).replace('"DB"', '"Named"'),
        sentence('invalid username'),
      ),
      jsonText(`${surrogate} in an ignored username`, withRaw('username', `"${surrogate}"`), OK),
      jsonText(
        `${surrogate} in an unknown field`,
        JSON.stringify(BASE).replace('{', `{"${surrogate}":1,`),
        OK,
      ),
      ...['client_id', 'password', 'connection', ...PROFILE, 'picture'].map((field) =>
        jsonText(
          `${surrogate} in ${field}`,
          withRaw(field, `"${BASE.password}${surrogate}"`),
          sentence(`invalid ${field}`),
        ),
      ),
    ]),
    ...['\\u0000', '\\u0000x', 'x\\u0000', 'x\\u0000y'].flatMap((text) => [
      jsonText(`${text} in an address`, withRaw('email', `"a${text}@example.com"`), INVALID_EMAIL),
      jsonText(
        `${text} in a username`,
        withRaw('username', `"${text}"`).replace('"DB"', '"Named"'),
        sentence('invalid username'),
      ),
      ...['client_id', 'password', 'connection', ...PROFILE, 'picture'].map((field) =>
        jsonText(
          `${text} in ${field}`,
          withRaw(field, `"${BASE.password}${text}"`),
          sentence(`invalid ${field}`),
        ),
      ),
    ]),
    ...['A@EXAMPLE.COM', 'a@EXAMPLE.com', 'A@example.cOm', '\tA@Example.Com\n'].map((email) =>
      json(`an address is lower-cased: ${JSON.stringify(email)}`, { email }, OK),
    ),
    ...['AB', 'aB', ' Ab '].map((username) =>
      json(
        `a username is lower-cased: ${username}`,
        { connection: 'Named', username },
        named('ab'),
      ),
    ),
    ...['cid', 'CiD'].map((client_id) =>
      json(`client_id keeps its case: ${client_id}`, { client_id }, sentence('client not found')),
    ),
    json(
      'a password is not normalized: NFC',
      { password: 'Zoë-1234-é' },
      { ...OK, password: 'Zoë-1234-é' },
    ),
    json(
      'a password is not normalized: NFD',
      { password: 'Zoe\u0308-1234-e\u0301' },
      {
        ...OK,
        password: 'Zoe\u0308-1234-e\u0301',
      },
    ),
    json('a name is not normalized', { name: 'Zoe\u0308 Zoë' }, showing({ name: 'Zoe\u0308 Zoë' })),
  ],
};
