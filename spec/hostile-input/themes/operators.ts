import { CANARY } from '../../support/canary';
import { badRequest, sentence } from '../../support/expect-failure';
import type { Theme } from '../support/attack';
import {
  BASE,
  json,
  jsonText,
  OK,
  PROFILE,
  showing,
  withRaw,
  wrongType,
} from '../support/requests';

const FILTERS: readonly object[] = [
  { $gt: '' },
  { $gte: '' },
  { $lt: '~' },
  { $ne: null },
  { $ne: CANARY },
  { $eq: 'a@example.com' },
  { $in: ['a@example.com', CANARY] },
  { $nin: [] },
  { $exists: true },
  { $type: 2 },
  { $regex: '.*' },
  { $regex: '^(a+)+$', $options: 'i' },
  { $not: { $eq: 'x' } },
  { $where: 'sleep(5000)||true' },
  { $where: `this.password=='${CANARY}'` },
  { $expr: { $eq: [1, 1] } },
  { $function: { body: 'function(){return true}', args: [], lang: 'js' } },
  { $accumulator: {} },
  { $or: [{}, { a: 1 }] },
  { $nor: [{ $where: '1' }] },
  { $and: [{}] },
  { $all: [] },
  { $elemMatch: {} },
  { $size: 0 },
  { $mod: [1, 0] },
  { $jsonSchema: {} },
  { $text: { $search: 'x' } },
  { $set: { email_verified: true } },
  { $unset: { password_hash: 1 } },
  { $rename: { email: 'x' } },
  { $comment: 'x' },
  { $oid: '507f1f77bcf86cd799439011' },
  { $date: 0 },
  { $numberLong: '1' },
  { $binary: { base64: '', subType: '00' } },
  { $ref: 'users', $id: '1' },
  { _bsontype: 'ObjectId', id: 'aaaaaaaaaaaa' },
  { _bsontype: 'Code', code: '1' },
];

const FIELDS = ['client_id', 'email', 'password', 'connection', 'given_name', 'name', 'picture'];

const firstKey = (operator: object) => Object.keys(operator)[0] as string;
const shown = (operator: object) => {
  const text = JSON.stringify(operator);
  return text.includes(CANARY) ? `${firstKey(operator)} with the canary` : text;
};

const NESTED = { a: [{ b: { c: [1, { d: null }] } }], e: {} };

const TEXTS: readonly string[] = [
  '{"$gt":""}',
  '$where',
  '$ne',
  "';return true;//",
  "' || '1'=='1",
  '"; db.dropDatabase(); //',
  "1'; DROP TABLE database_users; --",
  '$$ROOT',
  '$email',
  '{{constructor}}',
  '$' + '{7*7}',
  '#{7*7}',
  '../../etc/passwd',
  '%00',
  '*)(uid=*))(|(uid=*',
  '=cmd|calc!A1',
];

export const OPERATORS: Theme = {
  name: 'operators',
  attacks: [
    ...FIELDS.flatMap((field) =>
      FILTERS.map((operator) =>
        json(`${field} is ${shown(operator)}`, { [field]: operator }, wrongType(field)),
      ),
    ),
    ...FILTERS.flatMap((operator) => [
      json(
        `a required username is ${shown(operator)}`,
        { connection: 'Named', username: operator },
        wrongType('username'),
      ),
      json(`an ignored username is ${shown(operator)}`, { username: operator }, OK),
      json(
        `user_metadata is ${shown(operator)}`,
        { user_metadata: operator },
        sentence(
          `invalid user_metadata.${firstKey(operator)} name (empty, reserved, with "." or a leading "$")`,
        ),
      ),
      json(
        `user_metadata.plan is ${shown(operator)}`,
        { user_metadata: { plan: operator } },
        sentence('invalid user_metadata.plan type (only strings are allowed)'),
      ),
      json(`a key beside the fields: ${shown(operator)}`, { ...operator }, OK),
    ]),
    ...FIELDS.map((field) =>
      jsonText(
        `junk in front of an operator in ${field}`,
        withRaw(field, '{"$gt":""}').replace('{', `{"junk":${JSON.stringify(NESTED)},`),
        wrongType(field),
      ),
    ),
    ...FIELDS.map((field) =>
      json(
        `an operator deep in ${field}`,
        { [field]: { ...NESTED, deep: { $gt: '' } } },
        wrongType(field),
      ),
    ),
    ...FIELDS.map((field) =>
      json(`a path to ${field}`, { [`${field}.$gt`]: '', [`${field}[$gt]`]: '' }, OK),
    ),
    ...TEXTS.flatMap((text) => [
      json(`email is the text ${text}`, { email: text }, sentence('invalid email address')),
      json(`client_id is the text ${text}`, { client_id: text }, sentence('client not found')),
      json(
        `connection is the text ${text}`,
        { connection: text },
        sentence('connection not found'),
      ),
      json(
        `picture is the text ${text}`,
        { picture: text },
        sentence('invalid picture (expected an http or https URI)'),
      ),
      ...PROFILE.map((field) =>
        json(`${field} is the text ${text}`, { [field]: text }, showing({ [field]: text })),
      ),
      json(
        `user_metadata.k is the text ${text}`,
        { user_metadata: { k: text } },
        showing({ user_metadata: { k: text } }),
      ),
      json(
        `password is the text ${text} and more`,
        { password: `${text}Aa1!${CANARY}` },
        {
          ...OK,
          password: `${text}Aa1!${CANARY}`,
        },
      ),
    ]),
    json(
      "a username with an operator's dollar",
      { connection: 'Named', username: '$where' },
      {
        ...showing({ username: '$where' }),
        connection: 'Named',
      },
    ),
    json(
      'a username that is a path',
      { connection: 'Named', username: 'a.$b' },
      {
        ...showing({ username: 'a.$b' }),
        connection: 'Named',
      },
    ),
    json(
      'a username with braces',
      { connection: 'Named', username: '{"$gt":""}' },
      badRequest('invalid_username', 'The username has invalid characters.'),
    ),
    jsonText(
      'the whole body is an operator',
      JSON.stringify({ $or: [BASE] }),
      sentence('client_id is required'),
    ),
  ],
};
