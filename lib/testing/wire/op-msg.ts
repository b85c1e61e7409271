import { type BsonDocument, encode } from '../documents/bson';
import { ByteReader } from './byte-reader';

const checksumPresent = 1;
const moreToCome = 2;
/** A receiver must refuse a message with one of these bits that it does not know. */
const requiredBits = 0xffff;

const bodySection = 0;
const sequenceSection = 1;

export interface Message {
  readonly body: BsonDocument;
  /** False for an unacknowledged write. */
  readonly wantsReply: boolean;
}

/** OP_MSG: a command, with its longer lists of documents beside it as sequences. */
export function readOpMsg(payload: Buffer): Message {
  const flags = payload.readUInt32LE(0);
  if (flags & requiredBits & ~(checksumPresent | moreToCome)) throw new RangeError('Unknown flags');
  // TCP on one machine loses no bits, so the checksum (CRC-32C) is skipped.
  const end = payload.length - (flags & checksumPresent ? 4 : 0);
  const body = readSections(new ByteReader(payload.subarray(4, end)));
  return { body, wantsReply: (flags & moreToCome) === 0 };
}

export function writeOpMsg(document: BsonDocument): Buffer {
  const flagsAndKind = Buffer.alloc(5);
  return Buffer.concat([flagsAndKind, encode(document)]);
}

function readSections(reader: ByteReader): BsonDocument {
  const bodies: BsonDocument[] = [];
  const sequences: [string, BsonDocument[]][] = [];
  while (!reader.isAtEnd) {
    const kind = reader.byte();
    if (kind === bodySection) bodies.push(reader.document());
    else if (kind === sequenceSection) sequences.push(readSequence(reader));
    else throw new RangeError(`No section is of kind ${kind}`);
  }
  const [body, ...others] = bodies;
  if (body === undefined || others.length > 0) throw new RangeError('A message has one body');
  return { ...body, ...Object.fromEntries(sequences) };
}

function readSequence(section: ByteReader): [string, BsonDocument[]] {
  const size = section.int32();
  const reader = new ByteReader(section.take(size - 4));
  const name = reader.text();
  const documents: BsonDocument[] = [];
  while (!reader.isAtEnd) documents.push(reader.document());
  return [name, documents];
}
