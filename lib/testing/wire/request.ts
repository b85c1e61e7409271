import type { BsonDocument } from '../documents/bson';
import { headerBytes } from './frames';
import { type Message, readOpMsg, writeOpMsg } from './op-msg';
import { readOpQuery, writeOpReply } from './op-query';

const opReply = 1;
const opQuery = 2004;
const opMsg = 2013;

export interface Request extends Message {
  readonly id: number;
  /** Came as OP_QUERY, and is answered in the same old form. */
  readonly isLegacy: boolean;
}

export function readRequest(frame: Buffer): Request {
  const id = frame.readInt32LE(4);
  const opCode = frame.readInt32LE(12);
  const payload = frame.subarray(headerBytes);
  if (opCode === opMsg) return { id, isLegacy: false, ...readOpMsg(payload) };
  if (opCode === opQuery) {
    return { id, isLegacy: true, body: readOpQuery(payload), wantsReply: true };
  }
  throw new RangeError(`No message has the opcode ${opCode}`);
}

export function writeReply({ id, isLegacy }: Request, document: BsonDocument): Buffer {
  const payload = isLegacy ? writeOpReply(document) : writeOpMsg(document);
  const header = Buffer.alloc(headerBytes);
  header.writeInt32LE(headerBytes + payload.length, 0);
  header.writeInt32LE(id, 8);
  header.writeInt32LE(isLegacy ? opReply : opMsg, 12);
  return Buffer.concat([header, payload]);
}
