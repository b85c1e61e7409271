import { CommandError } from '../command-error';
import {
  Binary,
  type BsonDocument,
  Double,
  encode,
  Int32,
  isDocument,
  isNumber,
  Long,
  numberOf,
  ObjectId,
} from './bson';
import { valuesAt } from './field-path';

interface Type {
  readonly has: (value: unknown) => boolean;
  readonly compare: (a: unknown, b: unknown) => number;
}

/** The types that this server compares, in the order in which MongoDB sorts them. */
const TYPES: readonly Type[] = [
  type(isMissing, () => 0),
  type(isNumber, (a, b) => compareNumbers(numberOf(a), numberOf(b))),
  type(isText, (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  type(isDocument, compareDocuments),
  type(Array.isArray, compareLists),
  type(isInstanceOf(Binary), compareBinaries),
  type(isInstanceOf(ObjectId), (a, b) => Buffer.compare(a.id, b.id)),
  type(isBoolean, (a, b) => Number(a) - Number(b)),
  type(isInstanceOf(Date), (a, b) => a.getTime() - b.getTime()),
];

/** Negative, 0 or positive in MongoDB's order; a missing value counts as null. */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  return rank - rankOf(b) || (TYPES[rank] as Type).compare(a, b);
}

export function areSameType(a: unknown, b: unknown): boolean {
  return rankOf(a) === rankOf(b);
}

/** Throws for types such as regular expressions, which MongoDB would match or order differently. */
export function assertComparable(value: unknown): void {
  rankOf(value);
}

/**
 * A text that two values share if MongoDB treats them as equal: 1, 1.0 and a 64-bit 1 have one key,
 * and a missing value has the key of null.
 */
export function keyOf(value: unknown): string {
  return Buffer.from(encode({ value: canonical(value) })).toString('base64');
}

/** Compiles `{ field: 1, other: -1 }`. */
export function compileSort(sort: BsonDocument): (a: BsonDocument, b: BsonDocument) => number {
  const fields = Object.entries(sort).map(
    ([path, direction]) => [path, directionOf(path, direction)] as const,
  );
  return (a, b) => {
    for (const [path, direction] of fields) {
      const order = compareValues(sortValue(a, path, direction), sortValue(b, path, direction));
      if (order !== 0) {
        return direction * order;
      }
    }
    return 0;
  };
}

function directionOf(path: string, direction: unknown): 1 | -1 {
  const number = isNumber(direction) ? Number(numberOf(direction)) : undefined;
  if (!path.startsWith('$') && (number === 1 || number === -1)) {
    return number;
  }
  throw new CommandError('BadValue', `this server sorts by fields, 1 or -1, not by '${path}'`);
}

/** MongoDB sorts an array by the element that comes first in the direction of the sort. */
function sortValue(document: BsonDocument, path: string, direction: 1 | -1): unknown {
  const [first, ...others] = valuesAt(document, path).flat();
  return others.reduce(
    (best, value) => (direction * compareValues(value, best) < 0 ? value : best),
    first,
  );
}

function rankOf(value: unknown): number {
  const rank = TYPES.findIndex(({ has }) => has(value));
  if (rank === -1) {
    const name = (value as object).constructor.name;
    throw new CommandError('NotImplemented', `this server cannot compare a ${name}`);
  }
  return rank;
}

function type<T>(has: (value: unknown) => value is T, compare: (a: T, b: T) => number): Type {
  return { has, compare: compare as Type['compare'] };
}

function isInstanceOf<T>(bsonClass: abstract new (...values: never[]) => T) {
  return (value: unknown): value is T => value instanceof bsonClass;
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

/** NaN equals itself and comes before every other number. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (Number.isNaN(a) || Number.isNaN(b)) {
    return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  }
  return a < b ? -1 : Number(a > b);
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const order = compareValues(a[index], b[index]);
    if (order !== 0) {
      return order;
    }
  }
  return a.length - b.length;
}

/** Documents compare field by field in their own order, each by type, name and value. */
function compareDocuments(a: BsonDocument, b: BsonDocument): number {
  return compareLists(orderOf(a), orderOf(b));
}

function orderOf(document: BsonDocument): unknown[] {
  return Object.entries(document).flatMap(([name, value]) => [
    new Int32(rankOf(value)),
    name,
    value,
  ]);
}

function compareBinaries(a: InstanceType<typeof Binary>, b: InstanceType<typeof Binary>): number {
  const order = a.length() - b.length() || a.sub_type - b.sub_type;
  return order || Buffer.compare(a.value(), b.value());
}

function canonical(value: unknown): unknown {
  if (value === undefined) {
    return null;
  }
  if (Array.isArray(value)) {
    return value.map(canonical);
  }
  if (isDocument(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, canonical(inner)]),
    );
  }
  assertComparable(value);
  return isNumber(value) ? canonicalNumber(numberOf(value)) : value;
}

function canonicalNumber(value: number | bigint): unknown {
  if (typeof value === 'number' && !Number.isInteger(value)) {
    return new Double(value);
  }
  const whole = BigInt(value);
  return BigInt.asIntN(64, whole) === whole ? Long.fromBigInt(whole) : new Double(Number(value));
}
