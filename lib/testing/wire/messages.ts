import { type BsonDocument, encode } from '../documents/bson';
import { ByteReader } from './byte-reader';
import { HEADER_BYTES } from './frames';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;

const MORE_TO_COME = 2;
/** The receiver must reject a message that sets one of these flags unless it knows the flag. */
const REQUIRED_FLAGS = 0xffff;

const BODY_SECTION = 0;
const SEQUENCE_SECTION = 1;

export interface Request {
  readonly id: number;
  readonly body: BsonDocument;
  /** False for an unacknowledged write. */
  readonly wantsReply: boolean;
  /** OP_QUERY is the older form, in which a driver sends its first hello. */
  readonly isOpQuery: boolean;
}

export function readRequest(frame: Buffer): Request {
  const id = frame.readInt32LE(4);
  const opCode = frame.readInt32LE(12);
  const payload = frame.subarray(HEADER_BYTES);
  if (opCode === OP_MSG) {
    return { id, isOpQuery: false, ...readOpMsg(payload) };
  }
  if (opCode === OP_QUERY) {
    return { id, isOpQuery: true, body: readOpQuery(payload), wantsReply: true };
  }
  throw new RangeError(`No message has the opcode ${opCode}`);
}

/** Writes a reply in the form of the request. */
export function writeReply({ id, isOpQuery }: Request, document: BsonDocument): Buffer {
  // OP_REPLY: flags, cursor and position are 0, the number of documents is 1. OP_MSG: no flags.
  const start = Buffer.alloc(isOpQuery ? 20 : 5);
  if (isOpQuery) {
    start.writeInt32LE(1, 16);
  }
  const body = encode(document);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeInt32LE(HEADER_BYTES + start.length + body.length, 0);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(isOpQuery ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([header, start, body]);
}

function readOpQuery(payload: Buffer): BsonDocument {
  const reader = new ByteReader(payload);
  reader.int32(); // flags
  const [database] = reader.text().split('.');
  reader.int32(); // documents to skip
  reader.int32(); // documents to return
  return { ...reader.document(), $db: database };
}

function readOpMsg(payload: Buffer): Pick<Request, 'body' | 'wantsReply'> {
  const flags = payload.readUInt32LE(0);
  if (flags & REQUIRED_FLAGS & ~MORE_TO_COME) {
    throw new RangeError('Unknown flags');
  }
  const body = readSections(new ByteReader(payload.subarray(4)));
  return { body, wantsReply: (flags & MORE_TO_COME) === 0 };
}

/** One body, and lists of documents beside it, such as the documents of an insert. */
function readSections(reader: ByteReader): BsonDocument {
  const bodies: BsonDocument[] = [];
  const sequences: [string, BsonDocument[]][] = [];
  while (!reader.isAtEnd) {
    const kind = reader.byte();
    if (kind === BODY_SECTION) {
      bodies.push(reader.document());
    } else if (kind === SEQUENCE_SECTION) {
      sequences.push(readSequence(reader));
    } else {
      throw new RangeError(`No section has the kind ${kind}`);
    }
  }
  const [body, ...others] = bodies;
  if (body === undefined || others.length > 0) {
    throw new RangeError('A message has one body');
  }
  return { ...body, ...Object.fromEntries(sequences) };
}

function readSequence(section: ByteReader): [string, BsonDocument[]] {
  const size = section.int32();
  const reader = new ByteReader(section.take(size - 4));
  const name = reader.text();
  const documents: BsonDocument[] = [];
  while (!reader.isAtEnd) {
    documents.push(reader.document());
  }
  return [name, documents];
}
