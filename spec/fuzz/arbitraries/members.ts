import fc, { type Arbitrary } from 'fast-check';
import { Members, type Written } from '../requests/fuzz-request';
import { noText, soundText } from './texts';

/** Names that mean something to a program on the way, to a database or to JavaScript. */
export const TREACHEROUS_NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'length',
  '_bsontype',
  '$where',
  '$gt',
  'a.b',
  'a[0]',
  'a$b',
  '0',
  '',
];

const operators = fc
  .constantFrom('$gt', '$ne', '$where', '$regex', '_bsontype', '__proto__', 'length', 'x')
  .map((name) => new Members([[name, '']]));

/** What a field may hold that has to hold a text. */
export const wrongType: Arbitrary<Written> = fc.oneof(noText, operators);

/** Fields that the documentation does not know, with values of every kind. */
export const extraMember: Arbitrary<readonly [string, Written]> = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      ...['app_metadata', 'email_verified', '_id', 'user_id', 'role', 'blocked', 'password_hash'],
      ...['created_at', 'connection_id', 'Email', 'PASSWORD', 'device', 'scope', 'phone_number'],
    ),
    fc.constantFrom(...TREACHEROUS_NAMES),
    soundText,
  ),
  fc.oneof(fc.constant(null), soundText, wrongType),
);
