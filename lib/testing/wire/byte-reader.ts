import { type BsonDocument, decode } from '../documents/bson';

/** Reads a message from its start to its end. Reading beyond the end throws a RangeError. */
export class ByteReader {
  readonly #bytes: Buffer;
  #position = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#position === this.#bytes.length;
  }

  byte(): number {
    return this.take(1).readUInt8(0);
  }

  int32(): number {
    return this.take(4).readInt32LE(0);
  }

  /** A text that ends with a zero byte. */
  text(): string {
    const length = this.#bytes.indexOf(0, this.#position) - this.#position;
    const text = this.take(length).toString('utf8');
    this.take(1);
    return text;
  }

  document(): BsonDocument {
    return decode(this.take(this.#bytes.readInt32LE(this.#position)));
  }

  take(length: number): Buffer {
    const end = this.#position + length;
    if (length < 0 || end > this.#bytes.length) {
      throw new RangeError('The message ends too early');
    }
    const taken = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return taken;
  }
}
