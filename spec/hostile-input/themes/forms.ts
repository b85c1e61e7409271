import { CANARY } from '../../support/canary';
import { sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import {
  BASE,
  form,
  formText,
  OK,
  showing,
  TEXT_FIELDS,
  TOO_DEEP,
  TOO_LARGE,
  TOO_MANY_PARAMETERS,
  wrongType,
} from '../support/requests';

const FORM = String(new URLSearchParams(BASE));
const NOT_AN_OBJECT = sentence('invalid user_metadata type (expected object)');
const NOT_A_STRING = (name: string) =>
  sentence(`invalid user_metadata.${name} type (only strings are allowed)`);
const named = (user_metadata: object) => showing({ user_metadata });

const { email: _, ...WITHOUT_EMAIL } = BASE;
const withoutEmail = (title: string, more: string, outcome: Attack['outcome']) =>
  formText(title, `${new URLSearchParams(WITHOUT_EMAIL)}&${more}`, outcome);

export const FORMS: Theme = {
  name: 'form parameters',
  attacks: [
    formText('a sign-up', FORM, OK),
    ...['email', ...Object.keys(TEXT_FIELDS)].flatMap((field) => [
      form(`${field}[]`, `${field}[]=x`, wrongType(field)),
      form(`${field}[0]`, `${field}[0]=x`, wrongType(field)),
      form(`${field}[$gt]`, `${field}[$gt]=`, wrongType(field)),
      form(`${field}[a][b][c]`, `${field}[a][b][c]=x`, wrongType(field)),
      form(`${field}%5B%24ne%5D`, `${field}%5B%24ne%5D=x`, wrongType(field)),
      form(`${field} with a dot`, `${field}.$gt=x`, OK),
      form(`${field} with an unclosed bracket`, `${field}[$gt=x`, wrongType(field)),
    ]),
    ...Object.keys(BASE).map((field) =>
      form(`${field} in brackets`, `[${field}]=x`, wrongType(field)),
    ),
    ...[
      'email[$gt]=',
      'email[$regex]=.*',
      'email[]=a@example.com',
      'email[0]=a@example.com',
      'email[a]=a@example.com',
      'email[length]=1',
    ].map((text) => withoutEmail(`only ${text}`, text, sentence('invalid email address'))),
    ...[
      'email',
      'email=',
      'EMAIL=a@example.com',
      'email%00=a@example.com',
      'email =a@example.com',
      '%20email=a@example.com',
      'email+=a@example.com',
      'emai%6=a@example.com',
      'email.=a@example.com',
      'email;=a@example.com',
      '',
    ].map((text) => withoutEmail(`no e-mail: ${text}`, text, sentence('email is required'))),
    ...[
      'email=a%40example.com',
      'email=%61@example.com',
      'e%6dail=a@example.com',
      'email=+a@example.com+',
      'email=%20a@example.com',
      'email=A%40EXAMPLE.COM',
      '&&&email=a@example.com&&&',
      'email=a@example.com&x',
      'email=a@example.com&=',
      'email=a@example.com&%',
      'email=a@example.com&%zz=%zz',
      'email=a@example.com&[]=',
      'email=a@example.com&[a]=b',
      'email=a@example.com&a[',
      'email=a@example.com&a]=b',
      'email=a@example.com&]=b',
      'email=a@example.com&a[[b]]=c',
      'email=a@example.com&a[b]c=d',
      'email=a@example.com&a[b]]=c',
    ].map((text) => withoutEmail(`a valid e-mail: ${text}`, text, OK)),
    ...[
      'email=a@example.com;name=b',
      'email=a@example.com%26name=b',
      'email=a=b',
      'email=%zz',
      'email=%',
      'email=%00',
      'email=a%00@example.com',
      'email=a%0d%0a@example.com',
      'email=%C0%AF',
      'email=a%2540example.com',
      'email=a+b@example.com',
      'email=&%2361;@example.com'.replace('&', 'x'),
    ].map((text) =>
      withoutEmail(`an invalid e-mail: ${text}`, text, sentence('invalid email address')),
    ),
    ...['%ED%A0%80', '%u0061', '%C0%AF', '%zz', '%'].map((letters) =>
      withoutEmail(
        `an invalid escape is kept as text: ${letters}`,
        `email=${letters}@example.com`,
        {
          shown: { email: `${letters.toLowerCase()}@example.com` },
        },
      ),
    ),
    form('user_metadata as a text', 'user_metadata=x', NOT_AN_OBJECT),
    form('user_metadata as JSON', 'user_metadata=%7B%22a%22%3A%22b%22%7D', NOT_AN_OBJECT),
    form('user_metadata as an array', 'user_metadata[]=x', NOT_AN_OBJECT),
    form('user_metadata as an array of two', 'user_metadata[]=x&user_metadata[]=y', NOT_AN_OBJECT),
    form('user_metadata with indexes', 'user_metadata[0]=x&user_metadata[1]=y', NOT_AN_OBJECT),
    form('user_metadata with a large index', 'user_metadata[5000]=x', named({ 5000: 'x' })),
    form(
      'user_metadata with names and indexes',
      'user_metadata[a]=x&user_metadata[0]=y',
      named({ 0: 'y', a: 'x' }),
    ),
    form(
      'user_metadata with names and as a text',
      'user_metadata[a]=x&user_metadata=y',
      NOT_AN_OBJECT,
    ),
    form('user_metadata with an empty value', 'user_metadata[a]=', named({ a: '' })),
    form('user_metadata without a value', 'user_metadata[a]', named({ a: '' })),
    form('user_metadata in the metadata', 'user_metadata[a][b]=x', NOT_A_STRING('a')),
    form('user_metadata[a][]', 'user_metadata[a][]=x', NOT_A_STRING('a')),
    form('user_metadata[a][0]', 'user_metadata[a][0]=x', NOT_A_STRING('a')),
    form('user_metadata[a][$gt]', 'user_metadata[a][$gt]=x', NOT_A_STRING('a')),
    form(
      'user_metadata[$gt]',
      'user_metadata[$gt]=x',
      sentence('invalid user_metadata.$gt name (empty, reserved, with "." or a leading "$")'),
    ),
    form(
      'user_metadata[a.b]',
      'user_metadata[a.b]=x',
      sentence('invalid user_metadata.a.b name (empty, reserved, with "." or a leading "$")'),
    ),
    form('user_metadata[a%00b]', 'user_metadata[a%00b]=x', sentence('invalid user_metadata')),
    form('user_metadata[a] with a NUL', 'user_metadata[a]=%00', sentence('invalid user_metadata')),
    form('user_metadata[a b]', 'user_metadata[a+b]=c+d', named({ 'a b': 'c d' })),
    form('user_metadata in Unicode', 'user_metadata[%C3%A9]=%F0%9F%98%80', named({ é: '😀' })),
    form(
      'user_metadata[_bsontype]',
      'user_metadata[_bsontype]=ObjectId',
      sentence('invalid user_metadata._bsontype name (empty, reserved, with "." or a leading "$")'),
    ),
    form(
      'user_metadata with ten properties',
      Array.from({ length: 10 }, (_, index) => `user_metadata[k${index}]=${index}`).join('&'),
      named(
        Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`k${index}`, String(index)])),
      ),
    ),
    form(
      'user_metadata with eleven properties',
      Array.from({ length: 11 }, (_, index) => `user_metadata[k${index}]=${index}`).join('&'),
      sentence('invalid user_metadata (max 10 properties allowed)'),
    ),
    form(
      'user_metadata, 500 letters',
      `user_metadata[k]=${'v'.repeat(500)}`,
      named({ k: 'v'.repeat(500) }),
    ),
    form(
      'user_metadata, 501 letters',
      `user_metadata[k]=${'v'.repeat(501)}`,
      sentence('invalid user_metadata.k value (max 500 characters allowed)'),
    ),
    form('33 levels', `a${'[a]'.repeat(33)}=x`, TOO_DEEP),
    form('5,000 levels', `a${'[a]'.repeat(5000)}=x`, TOO_DEEP),
    form('5,000 levels in user_metadata', `user_metadata${'[a]'.repeat(5000)}=x`, TOO_DEEP),
    form('5,000 open brackets', `a${'['.repeat(5000)}=x`, OK),
    form('5,000 closing brackets', `a${']'.repeat(5000)}=x`, OK),
    form('996 parameters more', 'x=1&'.repeat(996).slice(0, -1), OK),
    form('997 parameters more', 'x=1&'.repeat(997).slice(0, -1), TOO_MANY_PARAMETERS),
    form('5,000 parameters more', 'x=1&'.repeat(5000), TOO_MANY_PARAMETERS),
    form('5,000 parameters without a name', '&'.repeat(5000), TOO_MANY_PARAMETERS),
    form('an array of 900', 'a[]=1&'.repeat(900), OK),
    form(
      'an array of 900 with indexes',
      Array.from({ length: 900 }, (_, index) => `a[${index}]=1`).join('&'),
      OK,
    ),
    form('invalid array indexes', 'a[4294967295]=1&a[99999999999999999999]=1&a[-1]=1&a[1.5]=1', OK),
    form('a length property', 'a[length]=1000000000', OK),
    form('a name of 90,000 letters', `${'a'.repeat(90_000)}=x`, OK),
    form('a value of 90,000 letters', `x=${'a'.repeat(90_000)}`, OK),
    form('a value of 90,000 escapes', `x=${'%41'.repeat(30_000)}`, OK),
    form('a value of 90,000 broken escapes', `x=${'%'.repeat(90_000)}`, OK),
    form('100 kB', `x=${'a'.repeat(102_400)}`, TOO_LARGE),
    form(
      'a parameter that requests another character set',
      'utf8=%E2%9C%93&_charset_=iso-8859-1',
      OK,
    ),
    form('a numeric entity', 'name=%26%239786%3B', showing({ name: '&#9786;' })),
    form(
      'a charset sentinel for Latin 1',
      'utf8=%26%2310003%3B&name=%C3%B8',
      showing({ name: 'ø' }),
    ),
    form('plus and percent', 'name=a+b%2Bc%20d', showing({ name: 'a b+c d' })),
    form('commas', 'name=a,b,c', showing({ name: 'a,b,c' })),
    formText('a password with a plus for a space', FORM.replace(CANARY, 'Abcdef1+2'), {
      ...OK,
      password: 'Abcdef1 2',
    }),
    formText('a password with escapes', FORM.replace(CANARY, 'Abc%2B%25%26%3D1%23'), {
      ...OK,
      password: 'Abc+%&=1#',
    }),
    formText('a password with an incomplete escape', FORM.replace(CANARY, 'Abcdef1%'), {
      ...OK,
      password: 'Abcdef1%',
    }),
    formText('a password in UTF-8', FORM.replace(CANARY, 'p%C3%A4ssW1rd'), {
      ...OK,
      password: 'pässW1rd',
    }),
    formText(
      'a password with a NUL',
      FORM.replace(CANARY, `${CANARY}%00`),
      sentence('invalid password'),
    ),
    formText(
      'JSON under the type of a form',
      JSON.stringify(BASE),
      sentence('client_id is required'),
    ),
    formText('the canary alone', CANARY, sentence('client_id is required')),
    formText('XML under the type of a form', `<a>${CANARY}</a>`, sentence('client_id is required')),
    formText('a form of separators', '=&=&=', sentence('client_id is required')),
    formText('a form after a question mark', `?${FORM}`, sentence('client_id is required')),
    formText('a form after a byte-order mark', `\ufeff${FORM}`, OK),
    formText(
      'a form with line ends instead of &',
      FORM.replaceAll('&', '\r\n'),
      sentence('email is required'),
    ),
  ],
};
