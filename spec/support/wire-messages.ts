import type { Socket } from 'node:net';
import mongoose from 'mongoose';

const { BSON } = mongoose.mongo;

/** A document as it is sent, with the BSON types of its numbers. */
export type WireDocument = Readonly<Record<string, unknown>>;

// MongoDB's wire protocol, as far as fault injection needs it:
// https://github.com/mongodb/specifications/blob/master/source/message/OP_MSG.md
const HEADER_BYTES = 16;
const OP_MSG = 2013;
const OP_REPLY = 1;
// Flags and the kind of the section.
const BEFORE_DOCUMENT = HEADER_BYTES + 4 + 1;
// Flags, cursor and two numbers: the reply to the first hello of a driver has this older form.
const BEFORE_OLD_DOCUMENT = HEADER_BYTES + 4 + 8 + 4 + 4;
// The length of its document, the type of its first field.
const BEFORE_NAME = BEFORE_DOCUMENT + 4 + 1;

/** Calls `take` with each complete message that arrives. */
export function onMessages(socket: Socket, take: (message: Buffer) => void): void {
  let pending = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    pending = Buffer.concat([pending, bytes]);
    while (pending.length >= HEADER_BYTES && pending.length >= pending.readInt32LE(0)) {
      const message = pending.subarray(0, pending.readInt32LE(0));
      pending = pending.subarray(message.length);
      take(message);
    }
  });
}

/** The name of the command, which is the first field of its document. */
export function messageName(message: Buffer): string {
  return message.readInt32LE(12) === OP_MSG
    ? message.toString('utf8', BEFORE_NAME, message.indexOf(0, BEFORE_NAME))
    : 'hello';
}

/** The request id of a message. */
export function messageId(message: Buffer): number {
  return message.readInt32LE(4);
}

/** The id of the message that `reply` belongs to. */
export function repliedTo(reply: Buffer): number {
  return reply.readInt32LE(8);
}

/** A reply to `message` with `document`. */
export function replyTo(message: Buffer, document: object): Buffer {
  const head = Buffer.alloc(BEFORE_DOCUMENT);
  head.writeInt32LE(messageId(message), 8);
  head.writeInt32LE(OP_MSG, 12);
  return withLength(head, BSON.serialize(document));
}

/** The document of a message. */
export function documentOf(message: Buffer): WireDocument {
  return BSON.deserialize(message.subarray(beforeDocument(message)), {
    allowObjectSmallerThanBufferSize: true,
    promoteValues: false,
  });
}

/** The same message with another document. */
export function withDocument(message: Buffer, document: WireDocument): Buffer {
  const head = Buffer.from(message.subarray(0, beforeDocument(message)));
  return withLength(head, BSON.serialize(document));
}

function beforeDocument(message: Buffer): number {
  return message.readInt32LE(12) === OP_REPLY ? BEFORE_OLD_DOCUMENT : BEFORE_DOCUMENT;
}

function withLength(head: Buffer, body: Uint8Array): Buffer {
  head.writeInt32LE(head.length + body.length, 0);
  return Buffer.concat([head, body]);
}
