import { type BsonDocument, encode } from '../documents/bson';
import { ByteReader } from './byte-reader';

/** OP_QUERY: the old form, in which a driver still says its first hello. */
export function readOpQuery(payload: Buffer): BsonDocument {
  const reader = new ByteReader(payload);
  reader.int32(); // flags
  const [database] = reader.text().split('.');
  reader.int32(); // documents to skip
  reader.int32(); // documents to return
  return { ...reader.document(), $db: database };
}

/** OP_REPLY, the answer to it: no flags, no cursor, from the first document on, one document. */
export function writeOpReply(document: BsonDocument): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(1, 16);
  return Buffer.concat([head, encode(document)]);
}
