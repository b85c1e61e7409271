import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { MongoDBServer } from 'express-dbconnections/testing';
import mongoose from 'mongoose';
import { portOf } from './use-servers';

const { deserialize, serialize } = mongoose.mongo.BSON;

type Document = Record<string, unknown>;

export const OP_QUERY = 2004;
export const OP_MSG = 2013;

export function frame(opCode: number, payload: Uint8Array, id = 1): Buffer {
  const header = Buffer.alloc(16);
  header.writeInt32LE(16 + payload.length, 0);
  header.writeInt32LE(id, 4);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, payload]);
}

export function opMsg(command: Document, options: { id?: number; flags?: number } = {}): Buffer {
  return opMsgOf([bodySection({ ...command, $db: 'raw' })], options);
}

export function opMsgOf(sections: readonly Uint8Array[], { id = 1, flags = 0 } = {}): Buffer {
  const flagBits = Buffer.alloc(4);
  flagBits.writeUInt32LE(flags);
  return frame(OP_MSG, Buffer.concat([flagBits, ...sections]), id);
}

export function bodySection(document: Document): Buffer {
  return Buffer.concat([Buffer.from([0]), serialize(document)]);
}

export function sequenceSection(name: string, documents: readonly Document[]): Buffer {
  const content = [
    Buffer.from(`${name}\0`),
    ...documents.map((document) => Buffer.from(serialize(document))),
  ];
  const size = Buffer.alloc(4);
  size.writeInt32LE(4 + Buffer.concat(content).length);
  return Buffer.concat([Buffer.from([1]), size, ...content]);
}

export interface RawReply {
  readonly responseTo: number;
  readonly opCode: number;
  readonly document: Document;
}

/** A socket without a driver: sends any bytes, and reads whole replies. */
export class RawClient {
  #received = Buffer.alloc(0);
  #wake: () => void = () => undefined;

  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      this.#wake();
    });
    socket.on('close', () => this.#wake());
    socket.on('error', () => undefined);
  }

  static async connect(server: MongoDBServer): Promise<RawClient> {
    const socket = connect(portOf(server), '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay();
    return new RawClient(socket);
  }

  send(bytes: Uint8Array): void {
    this.socket.write(bytes);
  }

  /** The next reply, in the order of arrival. */
  async reply(): Promise<RawReply> {
    while (this.#received.length < 16 || this.#received.length < this.#received.readInt32LE(0)) {
      if (this.socket.destroyed) {
        throw new Error('The server closed the connection');
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const length = this.#received.readInt32LE(0);
    const bytes = this.#received.subarray(0, length);
    this.#received = this.#received.subarray(length);
    const opCode = bytes.readInt32LE(12);
    const start = opCode === OP_MSG ? 21 : 36;
    const document = deserialize(bytes.subarray(start));
    return { responseTo: bytes.readInt32LE(8), opCode, document };
  }

  async ask(bytes: Uint8Array): Promise<RawReply> {
    this.send(bytes);
    return this.reply();
  }

  async closedByServer(): Promise<void> {
    if (!this.socket.closed) {
      await once(this.socket, 'close');
    }
  }

  close(): void {
    this.socket.destroy();
  }
}
