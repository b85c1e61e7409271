import { Double, Int32, Long } from 'bson';

import { CommandError } from '../errors';
import type { BsonDocument } from './bson';
import { changedAt, removedAt } from './change-path';
import { isNumber, numberOf } from './value-order';

export type Change = (document: BsonDocument) => BsonDocument;

type Modifier = (path: string, operand: unknown) => Change;

export const modifiers: ReadonlyMap<string, Modifier> = new Map([
  ['$set', set],
  ['$setOnInsert', set],
  ['$unset', unset],
  ['$inc', increment],
]);

function set(path: string, value: unknown): Change {
  return (document) => changedAt(document, path, () => value);
}

function unset(path: string): Change {
  return (document) => removedAt(document, path);
}

function increment(path: string, amount: unknown): Change {
  if (!isNumber(amount)) {
    throw new CommandError('TypeMismatch', `Cannot increment '${path}' by what is no number`);
  }
  return (document) =>
    changedAt(document, path, (old) => (old === undefined ? amount : sumAt(path, old, amount)));
}

function sumAt(path: string, old: unknown, amount: BsonNumber): BsonNumber {
  if (isNumber(old)) return sum(old, amount);
  const message = `Cannot apply $inc to a value of non-numeric type at '${path}'`;
  throw new CommandError('TypeMismatch', message);
}

type BsonNumber = Int32 | Double | Long;

/** A fraction on either side makes a Double; whole numbers stay whole and grow to 64 bits. */
function sum(a: BsonNumber, b: BsonNumber): BsonNumber {
  if (a instanceof Double || b instanceof Double) {
    return new Double(Number(numberOf(a)) + Number(numberOf(b)));
  }
  const total = BigInt(numberOf(a)) + BigInt(numberOf(b));
  if (BigInt.asIntN(64, total) !== total) {
    throw new CommandError('BadValue', 'Failed to apply $inc: the sum does not fit in 64 bits');
  }
  const fitsIn32Bits = BigInt.asIntN(32, total) === total;
  const wasLong = a instanceof Long || b instanceof Long;
  return fitsIn32Bits && !wasLong ? new Int32(Number(total)) : Long.fromBigInt(total);
}
