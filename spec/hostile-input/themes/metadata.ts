import { CANARY } from '../../support/canary';
import { sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import { json, jsonText, showing, withRaw } from '../support/requests';

// Names with a special meaning in Mongoose, the driver, JavaScript or loggers.
const HARMLESS = [
  ...Object.getOwnPropertyNames(Object.prototype).filter(
    (name) => name !== '__proto__' && name !== 'constructor',
  ),
  'toJSON',
  'toBSON',
  'toObject',
  'then',
  'length',
  'name',
  'size',
  'get',
  'set',
  'delete',
  'clear',
  'save',
  'init',
  'isNew',
  'errors',
  'schema',
  'collection',
  'db',
  'model',
  'validate',
  'remove',
  'id',
  '_id',
  '__v',
  '_doc',
  'email',
  'password',
  'password_hash',
  'email_verified',
  'app_metadata',
  'user_metadata',
  'a$b',
  'a$',
  'a[0]',
  'a[b]',
  '[]',
  '[0]',
  '[*]',
  '*',
  '**',
  'a*',
  'a/b',
  'a b',
  ' ',
  '  leading',
  'trailing  ',
  '-',
  '0',
  '1',
  '-1',
  '1e3',
  'NaN',
  'undefined',
  'null',
  'true',
  'a:b',
  'a=b&c=d',
  'a%2eb',
  '\uff0e',
  '\uff04gt',
  '"',
  "'",
  '\\',
  '<script>',
  'é',
  'e\u0301',
  'İ',
  '\u{1f600}',
  '\u200b',
  '\u202ename',
  '\ufeff',
  '\n',
  '\t',
  '\u001b[31m',
  '\u007f',
  '\u0085',
  '\u2028',
];

const RESERVED = [
  '',
  '.',
  '..',
  'a.b',
  '.a',
  'a.',
  'a..b',
  'a.$b',
  '$',
  '$$',
  '$a',
  '$set',
  '$where',
  '$__proto__',
  '__proto__',
  'constructor',
  'prototype',
  '_bsontype',
  '__proto__.x',
  'constructor.prototype',
];

const VALUES: readonly (readonly [what: string, value: string])[] = [
  ['an empty string', ''],
  ['spaces', '   '],
  ['JSON', '{"$gt":""}'],
  ['500 letters', 'v'.repeat(500)],
  ['500 letters of two UTF-16 units', '𝒱'.repeat(500)],
  ['500 letters, all escaped', '\u0001'.repeat(500)],
  ['line ends', 'a\r\nb\nc\u2028d'],
  ['an escape sequence', '\u001b[2J\u001b]0;title\u0007'],
  ['a right-to-left override', '\u202eabc\u202c'],
  ['emoji in pieces', '👩‍👩‍👧‍👦'],
  ['letters that combine', `e${'\u0301'.repeat(400)}`],
  ['a script', '<img src=x onerror=alert(1)>'],
  ['a format', '%s%n%x%d'],
  ['a formula', '=1+1'],
];

const key = (name: string, value: unknown = 'x') => Object.fromEntries([[name, value]]);
const count = (size: number) =>
  Object.fromEntries(Array.from({ length: size }, (_, index) => [`k${index}`, `v${index}`]));
const shown = (text: string) =>
  JSON.stringify(text.length < 40 ? text : `${[...text].length} letters`);
const accepted = (title: string, user_metadata: object): Attack =>
  json(title, { user_metadata }, showing({ user_metadata }));
const rejected = (title: string, user_metadata: object, error: string): Attack =>
  json(title, { user_metadata }, sentence(error));

const TOO_MANY = 'invalid user_metadata (max 10 properties allowed)';

export const METADATA: Theme = {
  name: 'metadata keys',
  attacks: [
    ...HARMLESS.map((name) => accepted(`the name ${shown(name)}`, key(name))),
    ...RESERVED.flatMap((name) => {
      const error = `invalid user_metadata.${name} name (empty, reserved, with "." or a leading "$")`;
      return [
        rejected(`the reserved name ${shown(name)}`, key(name), error),
        rejected(
          `the reserved name ${shown(name)} after another`,
          { ok: 'x', ...key(name) },
          error,
        ),
        rejected(`the reserved name ${shown(name)} with an object`, key(name, { a: 1 }), error),
      ];
    }),
    ...VALUES.map(([what, value]) => accepted(`a value: ${what}`, { k: value })),
    ...['a\0', '\0', '\0a', 'a\0b'].flatMap((text) => [
      rejected(`a NUL in the name ${shown(text)}`, key(text), 'invalid user_metadata'),
      rejected(`a NUL in the value ${shown(text)}`, { k: text }, 'invalid user_metadata'),
    ]),
    ...['\\ud800', '\\udfff', 'a\\ud83d', '\\udc00\\ud800', '\\ud83d\\ud83d\\ude00'].flatMap(
      (text) => [
        jsonText(
          `a lone surrogate in the name ${text}`,
          withRaw('user_metadata', `{"${text}":"x"}`),
          sentence('invalid user_metadata'),
        ),
        jsonText(
          `a lone surrogate in the value ${text}`,
          withRaw('user_metadata', `{"k":"${text}"}`),
          sentence('invalid user_metadata'),
        ),
      ],
    ),
    ...['n', 'é', '字', '𝒩', '\u0301'].flatMap((letter) => [
      accepted(`a name of 100 ${letter}`, key(letter.repeat(100))),
      rejected(
        `a name of 101 ${letter}`,
        key(letter.repeat(101)),
        `invalid user_metadata.${letter.repeat(100)} name (max 100 characters allowed)`,
      ),
      accepted(`a value of 500 ${letter}`, { k: letter.repeat(500) }),
      rejected(
        `a value of 501 ${letter}`,
        { k: letter.repeat(501) },
        'invalid user_metadata.k value (max 500 characters allowed)',
      ),
    ]),
    rejected(
      'a name of 50,000 letters',
      key('n'.repeat(50_000)),
      `invalid user_metadata.${'n'.repeat(100)} name (max 100 characters allowed)`,
    ),
    rejected(
      'a value of 50,000 letters',
      { k: 'v'.repeat(50_000) },
      'invalid user_metadata.k value (max 500 characters allowed)',
    ),
    accepted('no properties', {}),
    ...[1, 9, 10].map((size) => accepted(`${size} properties`, count(size))),
    ...[11, 12, 1000, 5000].map((size) => rejected(`${size} properties`, count(size), TOO_MANY)),
    rejected(
      '11 invalid properties',
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`$${index}`, index])),
      TOO_MANY,
    ),
    rejected(
      'a name that looks like a path to another',
      { a: 'hello', 'a[0]': { evil: 1 } },
      'invalid user_metadata.a[0] type (only strings are allowed)',
    ),
    rejected(
      'a name with a wildcard',
      { 'a.*': 'x' },
      'invalid user_metadata.a.* name (empty, reserved, with "." or a leading "$")',
    ),
    accepted('names in brackets with string values', {
      a: 'hello',
      'a[0]': 'x',
      "a['b']": 'y',
      'a["c"]': 'z',
    }),
    accepted('names that differ by case and form', {
      k: '1',
      K: '2',
      '\u212a': '3',
      é: '4',
      'e\u0301': '5',
    }),
    accepted('five characters of the canary as a value', { k: CANARY.slice(0, 5) }),
    ...['\n', '\r\n', '\u001b[31m', '\u202e', '\u200b', '\u2028', '\u0007'].map((control) =>
      rejected(
        `${JSON.stringify(control)} in a name that the response repeats`,
        key(`a${control}b`, 1),
        `invalid user_metadata.a${'\ufffd'.repeat([...control].filter((one) => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(one)).length)}${control.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')}b type (only strings are allowed)`,
      ),
    ),
  ],
};
