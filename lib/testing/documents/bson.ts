import mongoose from 'mongoose';
import { CommandError } from '../command-error';

const { BSON } = mongoose.mongo;

export const { Binary, Double, EJSON, Int32, Long, ObjectId, Timestamp } = BSON;

export type Long = InstanceType<typeof Long>;
export type BsonNumber = InstanceType<typeof Int32> | InstanceType<typeof Double> | Long;

export interface BsonDocument {
  [field: string]: unknown;
}

/** MongoDB's limit for one document. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** A reply may be a little larger than a document, because it wraps a batch of documents. */
const MAX_REPLY_OVERHEAD_BYTES = 16 * 1024;

/** Numbers stay the Int32, Double or Long that they were, so that they are stored unchanged. */
const KEEP_TYPES = { promoteValues: false, bsonRegExp: true } as const;

export function decode(bytes: Uint8Array): BsonDocument {
  return BSON.deserialize(bytes, KEEP_TYPES);
}

export function encode(document: BsonDocument): Uint8Array {
  assertSize(document, MAX_DOCUMENT_BYTES + MAX_REPLY_OVERHEAD_BYTES);
  return BSON.serialize(document);
}

export function sizeOf(document: BsonDocument): number {
  return BSON.calculateObjectSize(document);
}

export function assertSize(document: BsonDocument, maxBytes: number): void {
  const size = sizeOf(document);
  if (size > maxBytes) {
    const message = `object to insert too large. size in bytes: ${size}, max size: ${maxBytes}`;
    throw new CommandError('BSONObjectTooLarge', message);
  }
}

/** True for an embedded document; false for arrays and for BSON types such as ObjectId. */
export function isDocument(value: unknown): value is BsonDocument {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

/** Reads own fields only: `constructor` and the like are inherited by every object. */
export function fieldOf(document: BsonDocument, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}

export function isNumber(value: unknown): value is BsonNumber {
  if (value instanceof Int32 || value instanceof Double) {
    return true;
  }
  return value instanceof Long && !(value instanceof Timestamp);
}

/** A 64-bit integer becomes a bigint, which JavaScript compares exactly with a number. */
export function numberOf(value: BsonNumber): number | bigint {
  return value instanceof Long ? value.toBigInt() : value.value;
}
