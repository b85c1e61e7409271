import { CANARY } from '../../support/canary';
import { sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import {
  BASE,
  FORM_TYPE,
  form,
  jsonText,
  OK,
  PROFILE,
  showing,
  wrongType,
} from '../support/requests';

/** {@link BASE} with a second `field` before or after the other fields. */
const before = (field: string, value: string) =>
  JSON.stringify(BASE).replace('{', `{"${field}":${value},`);
const after = (field: string, value: string) =>
  JSON.stringify(BASE).replace(/}$/, `,"${field}":${value}}`);

const OTHERS: readonly (readonly [what: string, value: string])[] = [
  ['another text', '"b@example.com"'],
  ['an operator', '{"$gt":""}'],
  ['an array', '["a@example.com"]'],
  ['null', 'null'],
  ['a number', '1'],
];

export const DUPLICATE_KEYS: Theme = {
  name: 'duplicate JSON keys',
  attacks: [
    ...['client_id', 'email', 'password', 'connection'].flatMap((field) =>
      OTHERS.map(([what, value]) =>
        jsonText(`${field}: the valid value comes after ${what}`, before(field, value), OK),
      ),
    ),
    jsonText('email: another text comes last', after('email', '"b@example.com"'), {
      shown: { email: 'b@example.com' },
    }),
    jsonText('password: another text comes last', after('password', `"${CANARY}2"`), {
      ...OK,
      password: `${CANARY}2`,
    }),
    jsonText(
      'client_id: another text comes last',
      after('client_id', '"nobody"'),
      sentence('client not found'),
    ),
    jsonText(
      'connection: another text comes last',
      after('connection', '"nothing"'),
      sentence('connection not found'),
    ),
    ...['client_id', 'email', 'password', 'connection'].flatMap((field) => [
      jsonText(`${field}: an operator comes last`, after(field, '{"$gt":""}'), wrongType(field)),
      jsonText(`${field}: an array comes last`, after(field, `["${CANARY}"]`), wrongType(field)),
      jsonText(`${field}: null comes last`, after(field, 'null'), sentence(`${field} is required`)),
      jsonText(
        `${field}: an empty string comes last`,
        after(field, '""'),
        sentence(`${field} is required`),
      ),
      jsonText(
        `${field}: the escaped name is the same field`,
        after(field.replace('e', '\\u0065').replace('w', '\\u0077'), 'null'),
        sentence(`${field} is required`),
      ),
      jsonText(
        `${field}: the name in capitals is another field`,
        after(field.toUpperCase(), 'null'),
        OK,
      ),
      jsonText(
        `${field}: the name with a NUL is another field`,
        after(`${field}\\u0000`, 'null'),
        OK,
      ),
      jsonText(`${field}: the name with a space is another field`, after(`${field} `, 'null'), OK),
      jsonText(
        `${field}: the name with a lone surrogate is another field`,
        after(`${field}\\ud800`, 'null'),
        OK,
      ),
    ]),
    ...PROFILE.map((field) =>
      jsonText(
        `${field}: the last of three values counts`,
        JSON.stringify(BASE).replace(/}$/, `,"${field}":"1","${field}":{},"${field}":"3"}`),
        showing({ [field]: '3' }),
      ),
    ),
    jsonText(
      'user_metadata: the last object counts',
      JSON.stringify(BASE).replace(
        /}$/,
        ',"user_metadata":{"a":{"$gt":""}},"user_metadata":{"b":"c"}}',
      ),
      showing({ user_metadata: { b: 'c' } }),
    ),
    jsonText(
      'user_metadata.a: the last value counts',
      after('user_metadata', '{"a":"1","a":"2"}'),
      showing({ user_metadata: { a: '2' } }),
    ),
    jsonText(
      'user_metadata.a: the last value is not a string',
      after('user_metadata', '{"a":"1","a":2}'),
      sentence('invalid user_metadata.a type (only strings are allowed)'),
    ),
    jsonText(
      'user_metadata: 11 names, two of them equal',
      after(
        'user_metadata',
        `{${Array.from({ length: 11 }, (_, index) => `"k${index % 10}":"${index}"`).join()}}`,
      ),
      showing({
        user_metadata: Object.fromEntries(
          Array.from({ length: 10 }, (_, index) => [`k${index}`, index === 0 ? '10' : `${index}`]),
        ),
      }),
    ),
    jsonText(
      'a thousand addresses, the last one valid',
      JSON.stringify(BASE).replace('{', `{${'"email":"x",'.repeat(1000)}`),
      OK,
    ),
    ...['email', 'client_id', 'connection', 'password'].map((field) =>
      form(`a form with ${field} twice`, `${field}=x`, wrongType(field)),
    ),
    ...PROFILE.map(
      (field): Attack =>
        form(`a form with ${field} twice`, `${field}=1&${field}=2`, wrongType(field)),
    ),
    form(
      'a form with user_metadata[a] twice',
      'user_metadata[a]=1&user_metadata[a]=2',
      sentence('invalid user_metadata.a type (only strings are allowed)'),
    ),
    {
      title: 'e-mails in the URL and in the body: the body counts',
      request: {
        path: '/dbconnections/signup?email=b@example.com&email=c@example.com',
        headers: { 'content-type': FORM_TYPE },
        body: String(new URLSearchParams(BASE)),
      },
      outcome: OK,
    },
  ],
};
