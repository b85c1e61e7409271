import { CommandError } from '../command-error';
import { type BsonDocument, Long, MAX_DOCUMENT_BYTES, sizeOf } from '../documents/bson';

/** As in MongoDB. */
export const FIRST_BATCH_SIZE = 101;

interface Cursor {
  readonly namespace: string;
  rest: readonly BsonDocument[];
}

/** Results that did not fit into one batch, as they were when the cursor was opened. */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>();
  #lastId = 0;

  /** The reply with the first batch. */
  open(namespace: string, documents: readonly BsonDocument[], batchSize: number): BsonDocument {
    const { batch: firstBatch, rest } = split(documents, batchSize);
    let id = Long.ZERO;
    if (rest.length > 0) {
      this.#lastId += 1;
      id = Long.fromNumber(this.#lastId);
      this.#cursors.set(id.toString(), { namespace, rest });
    }
    return { cursor: { firstBatch, id, ns: namespace } };
  }

  /** The reply with the next batch. */
  next(namespace: string, id: Long, batchSize: number): BsonDocument {
    const cursor = this.#cursors.get(id.toString());
    if (cursor?.namespace !== namespace) {
      throw new CommandError('CursorNotFound', `cursor id ${id} not found`);
    }
    const { batch: nextBatch, rest } = split(cursor.rest, batchSize);
    cursor.rest = rest;
    if (rest.length === 0) {
      this.kill(namespace, id);
    }
    return { cursor: { nextBatch, id: rest.length === 0 ? Long.ZERO : id, ns: namespace } };
  }

  /** False if there is no such cursor. */
  kill(namespace: string, id: Long): boolean {
    const key = id.toString();
    return this.#cursors.get(key)?.namespace === namespace && this.#cursors.delete(key);
  }
}

/** A batch has at least one document, and no more than fit into one reply. */
function split(documents: readonly BsonDocument[], batchSize: number) {
  let bytes = 0;
  let count = 0;
  while (count < Math.min(batchSize, documents.length)) {
    // The element's name and type need some bytes too.
    bytes += sizeOf(documents[count] as BsonDocument) + String(count).length + 2;
    if (count > 0 && bytes > MAX_DOCUMENT_BYTES) {
      break;
    }
    count += 1;
  }
  return { batch: documents.slice(0, count), rest: documents.slice(count) };
}
