import { CANARY } from '../../support/canary';
import { sentence } from '../../support/expect-failure';
import type { Theme } from '../support/attack';
import {
  BAD_BODY,
  BASE,
  json,
  jsonText,
  OK,
  REQUIRED,
  showing,
  TEXT_FIELDS,
  withRaw,
  wrongType,
} from '../support/requests';

const NOT_AN_OBJECT = sentence('invalid user_metadata type (expected object)');

// As JSON text, to include values that JSON.stringify cannot write.
const SCALARS: readonly (readonly [what: string, value: string])[] = [
  ['zero', '0'],
  ['minus zero', '-0'],
  ['a number', '42'],
  ['a negative number', '-1'],
  ['a fraction', '1.5'],
  ['a number with an exponent', '1e3'],
  ['a number beyond the range of a double', '1e999'],
  ['a number that a double cannot hold exactly', '9007199254740993'],
  ['true', 'true'],
  ['false', 'false'],
];

const ARRAYS: readonly (readonly [what: string, value: string])[] = [
  ['an empty array', '[]'],
  ['an array of the canary', `["${CANARY}"]`],
  ['an array of a valid value', '["a@example.com"]'],
  ['an array in an array', '[["a"]]'],
  ['an array of an empty text', '[""]'],
  ['an array of null', '[null]'],
  ['an array of two texts', '["a","b"]'],
  ['an array of letters', '["C","I","D"]'],
  ['an array of an object', '[{"a":"b"}]'],
];

const OBJECTS: readonly (readonly [what: string, value: string])[] = [
  ['an empty object', '{}'],
  ['an object with the canary', `{"value":"${CANARY}"}`],
  ['an object with the canary for a name', `{"${CANARY}":1}`],
  ['an object with a length', '{"length":20}'],
  ['an object like an array', '{"0":"a","length":1}'],
  ['an object with a toString', '{"toString":"a"}'],
  ['an object with a valueOf', '{"valueOf":1}'],
  ['an object with a toJSON', '{"toJSON":"a"}'],
  ['an object like a Buffer', '{"type":"Buffer","data":[97,98]}'],
  ['an object like a Promise', '{"then":"a"}'],
  ['an object in an object', '{"a":{"b":{"c":"d"}}}'],
  ['forty nested objects', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
];

const WRONG = [...SCALARS, ...ARRAYS, ...OBJECTS];

export const TYPES: Theme = {
  name: 'types',
  attacks: [
    ...[...Object.keys(TEXT_FIELDS), 'email'].flatMap((field) =>
      WRONG.map(([what, value]) =>
        jsonText(`${field} is ${what}`, withRaw(field, value), wrongType(field)),
      ),
    ),
    ...WRONG.flatMap(([what, value]) => [
      jsonText(`an ignored username is ${what}`, withRaw('username', value), OK),
      jsonText(
        `a required username is ${what}`,
        withRaw('username', value).replace('"DB"', '"Named"'),
        wrongType('username'),
      ),
      jsonText(
        `user_metadata.k is ${what}`,
        withRaw('user_metadata', `{"k":${value}}`),
        sentence('invalid user_metadata.k type (only strings are allowed)'),
      ),
    ]),
    ...[
      ...SCALARS,
      ...ARRAYS,
      ['a text', '"{}"'] as const,
      ['the canary', `"${CANARY}"`] as const,
    ].map(([what, value]) =>
      jsonText(`user_metadata is ${what}`, withRaw('user_metadata', value), NOT_AN_OBJECT),
    ),
    jsonText(
      'user_metadata.k is null',
      withRaw('user_metadata', '{"k":null}'),
      sentence('invalid user_metadata.k type (only strings are allowed)'),
    ),
    ...[null, ''].flatMap((nothing) => [
      ...REQUIRED.map((field) =>
        json(
          `${field} is ${JSON.stringify(nothing)}`,
          { [field]: nothing },
          sentence(`${field} is required`),
        ),
      ),
      ...[
        'given_name',
        'family_name',
        'name',
        'nickname',
        'picture',
        'user_metadata',
        'username',
      ].map((field) => json(`${field} is ${JSON.stringify(nothing)}`, { [field]: nothing }, OK)),
      json(
        `a required username is ${JSON.stringify(nothing)}`,
        { connection: 'Named', username: nothing },
        sentence('missing username for Named connection with requires_username enabled'),
      ),
    ]),
    ...['[]', '[{}]', '""', '"a"', `"${CANARY}"`, '0', '1', 'true', 'false', 'null'].map((body) =>
      jsonText(`the body is ${body.length < 9 ? body : 'the canary'}`, body, BAD_BODY),
    ),
    jsonText('the body is an array with a sign-up', JSON.stringify([BASE]), BAD_BODY),
    jsonText('the body is a string with a sign-up', JSON.stringify(JSON.stringify(BASE)), BAD_BODY),
    jsonText(
      'the body is an object with a sign-up',
      JSON.stringify({ body: BASE }),
      sentence('client_id is required'),
    ),
    json(
      'texts that look like other types',
      { given_name: 'null', family_name: 'true', name: '[]', nickname: '{}' },
      showing({ given_name: 'null', family_name: 'true', name: '[]', nickname: '{}' }),
    ),
  ],
};
