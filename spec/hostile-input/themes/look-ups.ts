import { badRequest, sentence } from '../../support/expect-failure';
import type { Attack, Theme } from '../support/attack';
import { json, OK, showing } from '../support/requests';

const INHERITED = Object.getOwnPropertyNames(Object.prototype);

const NAMES = [
  ...INHERITED,
  'prototype',
  'length',
  'name',
  'size',
  'get',
  'has',
  'entries',
  'default',
  'global',
  'undefined',
  'null',
  'NaN',
  'true',
  'false',
  '0',
  '-1',
  '[object Object]',
];

// Almost equal to the valid name.
const similarTo = (valid: string) => [
  valid.toLowerCase(),
  ` ${valid}`,
  `${valid} `,
  `${valid}\n`,
  `${valid}\t`,
  `${valid}\u00a0`,
  `${valid}\u200b`,
  `\ufeff${valid}`,
  `${valid}.`,
  `${valid}/`,
  `${valid}#`,
  `${valid},OTHER`,
  `${valid};`,
  `${valid}%00`,
  `"${valid}"`,
  `'${valid}'`,
  `${valid}${valid}`,
  valid.slice(0, -1),
  `${valid}x`,
  `../${valid}`,
  `*`,
  '.*',
  `^${valid}$`,
  valid.replace(/[A-Z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  valid.replace(/[A-Z]/g, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0x1d3bf)),
  valid.normalize('NFKD').replace('D', 'D\u0301'),
  'x'.repeat(128),
  'x'.repeat(129),
  'x'.repeat(50_000),
];

const short = (text: string) => JSON.stringify(text.length < 40 ? text : `${text.length} letters`);

export const LOOK_UPS: Theme = {
  name: 'client, connection and user names',
  attacks: [
    ...[...NAMES, ...similarTo('CID')].map((name) =>
      json(`client_id is ${short(name)}`, { client_id: name }, sentence('client not found')),
    ),
    ...[...NAMES, ...similarTo('DB')].map((name) =>
      json(`connection is ${short(name)}`, { connection: name }, sentence('connection not found')),
    ),
    ...NAMES.flatMap((name) => [
      json(
        `name and nickname are ${name}`,
        { name, nickname: name },
        showing({ name, nickname: name }),
      ),
      json(
        `given_name and family_name are ${name}`,
        { given_name: name, family_name: name },
        showing({ given_name: name, family_name: name }),
      ),
      json(
        `user_metadata.k is ${name}`,
        { user_metadata: { k: name } },
        showing({ user_metadata: { k: name } }),
      ),
      username(name),
    ]),
    ...INHERITED.map((name) => {
      const email = `${name}@example.com`;
      return json(`email is ${email}`, { email }, { shown: { email: email.toLowerCase() } });
    }),
    ...(
      [
        ['a connection that is not a database', { connection: 'Social' }, 'connection not found'],
        ['a connection with disable_signup', { connection: 'Closed' }, 'public signup is disabled'],
        [
          'a connection without enabled clients',
          { connection: 'Disabled' },
          'The connection is disabled',
        ],
        [
          "another client's connection",
          { connection: 'OtherClient' },
          'Connection must be enabled for this client to perform single user creation and signup operations (client_id: CID - connection: OtherClient)',
        ],
        [
          "another client with the first one's connection",
          { client_id: 'OTHER' },
          'Connection must be enabled for this client to perform single user creation and signup operations (client_id: OTHER - connection: DB)',
        ],
      ] as const
    ).map(([title, fields, error]) => json(title, fields, sentence(error))),
    json(
      'a connection by its id',
      { connection: 'con_0123456789abcdef' },
      sentence('connection not found'),
    ),
    json(
      'other names of the fields',
      { clientId: 'x', connectionName: 'y', realm: 'z', realms: ['DB'], strategy: 'auth0' },
      OK,
    ),
  ],
};

function username(name: string): Attack {
  const fields = { connection: 'Named', username: name };
  const lowerCase = name.toLowerCase();
  if (/[^a-z0-9_-]/.test(lowerCase)) {
    return json(
      `username is ${name}`,
      fields,
      badRequest('invalid_username', 'The username has invalid characters.'),
    );
  }
  if (name.length > 15) {
    return json(
      `username is ${name}`,
      fields,
      badRequest('invalid_username', 'The username must not be longer than 15 characters.'),
    );
  }
  return json(`username is ${name}`, fields, {
    ...showing({ username: lowerCase }),
    connection: 'Named',
  });
}
