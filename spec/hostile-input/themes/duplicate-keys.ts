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

/** {@link BASE} with `field` a second time, in front of the rest or behind it. */
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
        jsonText(`${field}: the right one comes after ${what}`, before(field, value), OK),
      ),
    ),
    jsonText('email: another text is the last', after('email', '"b@example.com"'), {
      shown: { email: 'b@example.com' },
    }),
    jsonText('password: another text is the last', after('password', `"${CANARY}2"`), {
      ...OK,
      password: `${CANARY}2`,
    }),
    jsonText(
      'client_id: another text is the last',
      after('client_id', '"nobody"'),
      sentence('client not found'),
    ),
    jsonText(
      'connection: another text is the last',
      after('connection', '"nothing"'),
      sentence('connection not found'),
    ),
    ...['client_id', 'email', 'password', 'connection'].flatMap((field) => [
      jsonText(`${field}: an operator is the last`, after(field, '{"$gt":""}'), wrongType(field)),
      jsonText(`${field}: an array is the last`, after(field, `["${CANARY}"]`), wrongType(field)),
      jsonText(
        `${field}: null is the last`,
        after(field, 'null'),
        sentence(`${field} is required`),
      ),
      jsonText(
        `${field}: nothing is the last`,
        after(field, '""'),
        sentence(`${field} is required`),
      ),
      jsonText(
        `${field}: its name escaped is the same name`,
        after(field.replace('e', '\\u0065').replace('w', '\\u0077'), 'null'),
        sentence(`${field} is required`),
      ),
      jsonText(`${field}: its name in capitals is another`, after(field.toUpperCase(), 'null'), OK),
      jsonText(`${field}: its name with a NUL is another`, after(`${field}\\u0000`, 'null'), OK),
      jsonText(`${field}: its name with a space is another`, after(`${field} `, 'null'), OK),
      jsonText(
        `${field}: its name with half a pair is another`,
        after(`${field}\\ud800`, 'null'),
        OK,
      ),
    ]),
    ...PROFILE.map((field) =>
      jsonText(
        `${field}: the last of three`,
        JSON.stringify(BASE).replace(/}$/, `,"${field}":"1","${field}":{},"${field}":"3"}`),
        showing({ [field]: '3' }),
      ),
    ),
    jsonText(
      'user_metadata: the last',
      JSON.stringify(BASE).replace(
        /}$/,
        ',"user_metadata":{"a":{"$gt":""}},"user_metadata":{"b":"c"}}',
      ),
      showing({ user_metadata: { b: 'c' } }),
    ),
    jsonText(
      'user_metadata.a: the last',
      after('user_metadata', '{"a":"1","a":"2"}'),
      showing({ user_metadata: { a: '2' } }),
    ),
    jsonText(
      'user_metadata.a: the last is no text',
      after('user_metadata', '{"a":"1","a":2}'),
      sentence('invalid user_metadata.a type (only strings are allowed)'),
    ),
    jsonText(
      'user_metadata: 11 names of which two are one',
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
      'a thousand addresses, the last one right',
      JSON.stringify(BASE).replace('{', `{${'"email":"x",'.repeat(1000)}`),
      OK,
    ),
    ...['email', 'client_id', 'connection', 'password'].map((field) =>
      form(`a form with two of ${field}`, `${field}=x`, wrongType(field)),
    ),
    ...PROFILE.map(
      (field): Attack =>
        form(`a form with two of ${field}`, `${field}=1&${field}=2`, wrongType(field)),
    ),
    form(
      'a form with two of user_metadata[a]',
      'user_metadata[a]=1&user_metadata[a]=2',
      sentence('invalid user_metadata.a type (only strings are allowed)'),
    ),
    {
      title: 'in the URL and in the body: the body',
      sent: {
        path: '/dbconnections/signup?email=b@example.com&email=c@example.com',
        headers: { 'content-type': FORM_TYPE },
        body: String(new URLSearchParams(BASE)),
      },
      outcome: OK,
    },
  ],
};
