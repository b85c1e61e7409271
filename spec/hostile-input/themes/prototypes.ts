import { CANARY } from '../../support/canary';
import { sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import {
  BASE,
  form,
  jsonText,
  OK,
  PROFILE,
  REQUIRED,
  showing,
  withRaw,
  wrongType,
} from '../support/requests';

const VALUES: readonly string[] = [
  '{"polluted":"yes"}',
  `{"polluted":"${CANARY}"}`,
  '{"email":"b@example.com","email_verified":true}',
  '{"toString":null}',
  '{"__proto__":{"polluted":"yes"}}',
  '{"prototype":{"polluted":"yes"}}',
  '[]',
  '"yes"',
  '1',
  'true',
  'null',
];

const NAMES = ['__proto__', 'constructor', 'prototype', '\\u005f_proto__', '__pr\\u006fto__'];

// Properties that objects inherit, as own properties of the body.
const INHERITED = [
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'length',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
];

const reserved = (name: string) =>
  sentence(`invalid user_metadata.${name} name (empty, reserved, with "." or a leading "$")`);

/** A body whose `field` is only in `__proto__`, which a careless parser makes its prototype. */
function onlyInherited(field: string, value: string): string {
  const { [field]: _, ...others } = BASE;
  return JSON.stringify(others).replace('{', `{"__proto__":{${JSON.stringify(field)}:${value}},`);
}

const beside = (text: string) => JSON.stringify(BASE).replace('{', `{${text},`);

export const PROTOTYPES: Theme = {
  name: 'prototype pollution',
  attacks: [
    ...NAMES.flatMap((name) =>
      VALUES.map((value, index) =>
        jsonText(`"${name}" beside the fields, ${index}`, beside(`"${name}":${value}`), OK),
      ),
    ),
    ...NAMES.flatMap((name) =>
      VALUES.map((value, index) =>
        jsonText(
          `"${name}" in user_metadata, ${index}`,
          withRaw('user_metadata', `{"${name}":${value}}`),
          reserved(JSON.parse(`"${name}"`)),
        ),
      ),
    ),
    ...['email', 'password', 'name', 'picture', 'client_id', 'connection'].flatMap((field) =>
      NAMES.map((name) =>
        jsonText(
          `"${name}" in ${field}`,
          withRaw(field, `{"${name}":{"polluted":"yes"}}`),
          wrongType(field),
        ),
      ),
    ),
    ...REQUIRED.map((field) =>
      jsonText(
        `${field} only in the prototype`,
        onlyInherited(field, JSON.stringify(BASE[field])),
        sentence(`${field} is required`),
      ),
    ),
    ...[...PROFILE, 'picture', 'username', 'email_verified', 'app_metadata'].map((field) =>
      jsonText(`${field} only in the prototype`, onlyInherited(field, '"inherited"'), OK),
    ),
    jsonText(
      'user_metadata only in the prototype',
      onlyInherited('user_metadata', '{"a":"b"}'),
      OK,
    ),
    jsonText(
      'constructor.prototype in constructor.prototype',
      beside('"constructor":{"prototype":{"polluted":"yes","constructor":{"prototype":{}}}}'),
      OK,
    ),
    ...INHERITED.flatMap((name) =>
      ['"x"', '1', 'null', '{}', '[]'].map((value) =>
        jsonText(`"${name}":${value} beside the fields`, beside(`"${name}":${value}`), OK),
      ),
    ),
    ...FORMS(),
  ],
};

function FORMS(): readonly Attack[] {
  const ignored: readonly string[] = [
    '__proto__[polluted]=yes',
    '__proto__=yes',
    '__proto__[]=yes',
    '[__proto__][polluted]=yes',
    '[__proto__]=yes',
    '__proto__.polluted=yes',
    '__proto__%5Bpolluted%5D=yes',
    '%5F_proto__[polluted]=yes',
    'constructor=yes',
    'constructor[prototype][polluted]=yes',
    'constructor.prototype.polluted=yes',
    'prototype[polluted]=yes',
    'a[__proto__][polluted]=yes',
    'a[constructor][prototype][polluted]=yes',
    'a[__proto__]&a[length]=100000000',
    'a[]=1&a[__proto__][polluted]=yes',
    'a[0]=1&a[length]=9&a[__proto__]=x',
    'a[hasOwnProperty]=1&a[toString]=2',
    'hasOwnProperty=1',
    'toString=1&valueOf=2',
    'hasOwnProperty[a]=1&hasOwnProperty[b]=2',
    'toJSON=1&then=2',
  ];
  return [
    ...ignored.map((text) => form(`a form with ${text}`, text, OK)),
    ...['constructor', 'prototype'].flatMap((name) => [
      form(`a form with user_metadata[${name}]`, `user_metadata[${name}]=yes`, reserved(name)),
      form(
        `a form with user_metadata[${name}][x]`,
        `user_metadata[${name}][x]=yes`,
        reserved(name),
      ),
    ]),
    form(
      'a form with user_metadata[__proto__][x] beside a key',
      'user_metadata[a]=b&user_metadata[__proto__][x]=y',
      showing({ user_metadata: { a: 'b' } }),
    ),
    ...['email', 'password', 'name', 'client_id'].map((field) =>
      form(`a form with ${field}[constructor]`, `${field}[constructor]=x`, wrongType(field)),
    ),
  ];
}
