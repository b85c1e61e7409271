import fc, { type Arbitrary } from 'fast-check';
import { type BodyValue, Members } from '../requests/fuzz-request';
import { noText, wellFormedText } from './texts';

/** Names with a special meaning in parsers, databases or JavaScript. */
export const SPECIAL_NAMES = [
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

/** A value of the wrong type for a text field. */
export const wrongType: Arbitrary<BodyValue> = fc.oneof(noText, operators);

/** Undocumented fields, with values of every type. */
export const extraMember: Arbitrary<readonly [string, BodyValue]> = fc.tuple(
  fc.oneof(
    fc.constantFrom(
      ...['app_metadata', 'email_verified', '_id', 'user_id', 'role', 'blocked', 'password_hash'],
      ...['created_at', 'connection_id', 'Email', 'PASSWORD', 'device', 'scope', 'phone_number'],
    ),
    fc.constantFrom(...SPECIAL_NAMES),
    wellFormedText,
  ),
  fc.oneof(fc.constant(null), wellFormedText, wrongType),
);
