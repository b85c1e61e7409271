import { calculateObjectSize, type Document, deserialize, serialize } from 'bson';

import { CommandError } from '../errors';

export interface BsonDocument {
  [field: string]: unknown;
}

/** MongoDB's limit for one document. */
export const maxDocumentBytes = 16 * 1024 * 1024;

/** An answer may be a little longer: a batch of documents has an envelope. */
const maxEnvelopeBytes = 16 * 1024;

/** Every number stays the Int32, Double or Long that it was, so that it is stored as what it was. */
const keepTypes = { promoteValues: false, bsonRegExp: true } as const;

export function decode(bytes: Uint8Array): BsonDocument {
  return deserialize(bytes, keepTypes);
}

export function encode(document: BsonDocument): Uint8Array {
  const size = sizeOf(document);
  if (size > maxDocumentBytes + maxEnvelopeBytes) throw tooLarge(size);
  return serialize(document);
}

export function sizeOf(document: BsonDocument): number {
  return calculateObjectSize(document as Document);
}

export function tooLarge(size: number): CommandError {
  const message = `object to insert too large. size in bytes: ${size}, max size: ${maxDocumentBytes}`;
  return new CommandError('BSONObjectTooLarge', message);
}

/** An embedded document: no array, and none of the BSON types that are JavaScript objects too. */
export function isDocument(value: unknown): value is BsonDocument {
  if (typeof value !== 'object' || value === null) return false;
  return Object.getPrototypeOf(value) === Object.prototype;
}

/** A field of the document itself: `constructor` and its like are inherited, and no fields. */
export function fieldOf(document: BsonDocument, name: string): unknown {
  return Object.hasOwn(document, name) ? document[name] : undefined;
}
