import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

import { CommandError } from '../errors';
import { type BsonDocument, isDocument } from './bson';

interface Kind {
  readonly has: (value: unknown) => boolean;
  readonly compare: (a: unknown, b: unknown) => number;
}

/** In the order in which MongoDB sorts values of different types. */
const kinds: readonly Kind[] = [
  kind(isInstanceOf(MinKey), () => 0),
  kind(isMissing, () => 0),
  kind(isNumber, (a, b) => compareNumbers(numberOf(a), numberOf(b))),
  kind(isText, (a, b) => Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`))),
  kind(isDocument, compareDocuments),
  kind(Array.isArray, compareLists),
  kind(isInstanceOf(Binary), compareBinaries),
  kind(isInstanceOf(ObjectId), (a, b) => compareNative(a.toHexString(), b.toHexString())),
  kind(isBoolean, (a, b) => Number(a) - Number(b)),
  kind(isInstanceOf(Date), (a, b) => a.getTime() - b.getTime()),
  kind(isInstanceOf(Timestamp), (a, b) => a.compare(b)),
  kind(isInstanceOf(BSONRegExp), (a, b) => compareNative(regExpText(a), regExpText(b))),
  kind(isPlainCode, (a, b) => compareNative(a.code, b.code)),
  kind(isInstanceOf(MaxKey), () => 0),
];

/** Negative, 0 or positive, as MongoDB orders; a missing value counts as null. */
export function compareValues(a: unknown, b: unknown): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  return difference !== 0 ? difference : (kinds[rank] as Kind).compare(a, b);
}

export function areSameKind(a: unknown, b: unknown): boolean {
  return rankOf(a) === rankOf(b);
}

export function isNumber(value: unknown): value is Int32 | Double | Long {
  if (value instanceof Int32 || value instanceof Double) return true;
  return value instanceof Long && !(value instanceof Timestamp);
}

/** A 64-bit integer becomes a bigint: JavaScript compares that with a number exactly. */
export function numberOf(value: Int32 | Double | Long): number | bigint {
  return value instanceof Long ? value.toBigInt() : value.value;
}

function rankOf(value: unknown): number {
  const rank = kinds.findIndex((candidate) => candidate.has(value));
  if (rank !== -1) return rank;
  const type = Object.getPrototypeOf(value)?.constructor?.name ?? typeof value;
  throw new CommandError('NotImplemented', `the embedded database cannot compare a ${type}`);
}

function kind<T>(has: (value: unknown) => value is T, compare: (a: T, b: T) => number): Kind {
  return { has, compare: compare as Kind['compare'] };
}

function isInstanceOf<T>(type: abstract new (...values: never[]) => T) {
  return (value: unknown): value is T => value instanceof type;
}

function isMissing(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function isText(value: unknown): value is string | BSONSymbol {
  return typeof value === 'string' || value instanceof BSONSymbol;
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isPlainCode(value: unknown): value is Code {
  return value instanceof Code && value.scope === null;
}

function regExpText(value: BSONRegExp): string {
  return `${value.pattern}\0${value.options}`;
}

function compareNative<T extends string | number | bigint>(a: T, b: T): number {
  return a < b ? -1 : Number(a > b);
}

/** NaN equals itself and comes before every other number. */
function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return compareNative(a, b);
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    const difference = compareValues(a[index], b[index]);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Field by field in the order of the fields, which is part of a document's value in MongoDB. */
function compareDocuments(a: BsonDocument, b: BsonDocument): number {
  return compareLists(fieldsForOrder(a), fieldsForOrder(b));
}

function fieldsForOrder(document: BsonDocument): unknown[] {
  return Object.entries(document).flatMap(([name, value]) => [
    new Int32(rankOf(value)),
    name,
    value,
  ]);
}

function compareBinaries(a: Binary, b: Binary): number {
  const difference = a.length() - b.length() || a.sub_type - b.sub_type;
  return difference || Buffer.compare(a.value(), b.value());
}
