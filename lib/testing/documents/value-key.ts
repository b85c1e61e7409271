import { BSONSymbol, Decimal128, Double, Long } from 'bson';

import { CommandError } from '../errors';
import { encode, isDocument } from './bson';
import { isNumber, numberOf } from './value-order';

const minLong = -(2n ** 63n);
const maxLong = 2n ** 63n - 1n;

/**
 * Text that is the same for two values exactly when MongoDB calls them equal: 1, 1.0 and a 64-bit
 * 1 share a key, and a missing value has the key of null. So that a Map can hold them.
 */
export function keyOf(value: unknown): string {
  return Buffer.from(encode({ value: canonical(value) })).toString('base64');
}

function canonical(value: unknown): unknown {
  if (value === undefined) return null;
  if (Array.isArray(value)) return value.map(canonical);
  if (isDocument(value)) return Object.fromEntries(Object.entries(value).map(canonicalField));
  if (isNumber(value)) return canonicalNumber(numberOf(value));
  if (value instanceof BSONSymbol) return value.toString();
  if (value instanceof Decimal128) {
    throw new CommandError('NotImplemented', 'the embedded database cannot compare a Decimal128');
  }
  return value;
}

function canonicalField([name, value]: [string, unknown]): [string, unknown] {
  return [name, canonical(value)];
}

function canonicalNumber(value: number | bigint): Long | Double {
  if (typeof value === 'number' && !Number.isInteger(value)) return new Double(value);
  const whole = BigInt(value);
  return whole < minLong || whole > maxLong ? new Double(Number(value)) : Long.fromBigInt(whole);
}
