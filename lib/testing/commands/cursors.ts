import { randomBytes } from 'node:crypto';
import { Long } from 'bson';

import { type BsonDocument, maxDocumentBytes, sizeOf } from '../documents/bson';
import { CommandError } from '../errors';

interface Cursor {
  readonly namespace: string;
  rest: readonly BsonDocument[];
  usedAt: number;
}

/** As in MongoDB. */
const idleTime = 10 * 60 * 1000;

/** Results that did not fit into one answer, as they were when the question was asked. */
export class Cursors {
  readonly #cursors = new Map<string, Cursor>();

  /** The first batch as a command's answer; `isSingle` gives up the rest. */
  open(
    namespace: string,
    documents: readonly BsonDocument[],
    batchSize: number,
    isSingle = false,
  ): BsonDocument {
    this.#forgetIdle();
    const { batch: firstBatch, rest } = split(documents, batchSize);
    let id = Long.ZERO;
    if (rest.length > 0 && !isSingle) {
      id = newId();
      this.#cursors.set(id.toString(), { namespace, rest, usedAt: Date.now() });
    }
    return { cursor: { firstBatch, id, ns: namespace } };
  }

  next(namespace: string, id: Long, batchSize: number): BsonDocument {
    const cursor = this.#cursors.get(id.toString());
    if (cursor === undefined || cursor.namespace !== namespace) {
      throw new CommandError('CursorNotFound', `cursor id ${id} not found`);
    }
    const { batch: nextBatch, rest } = split(cursor.rest, batchSize);
    cursor.rest = rest;
    cursor.usedAt = Date.now();
    if (rest.length === 0) this.#cursors.delete(id.toString());
    return { cursor: { nextBatch, id: rest.length === 0 ? Long.ZERO : id, ns: namespace } };
  }

  /** False if there is no such cursor. */
  kill(namespace: string, id: Long): boolean {
    const cursor = this.#cursors.get(id.toString());
    return cursor?.namespace === namespace && this.#cursors.delete(id.toString());
  }

  /** Whoever left without a word is found when the next cursor is opened: no timer is needed. */
  #forgetIdle(): void {
    const limit = Date.now() - idleTime;
    for (const [id, { usedAt }] of this.#cursors) if (usedAt < limit) this.#cursors.delete(id);
  }
}

/** At most so many documents, and no more than an answer can hold; but at least one. */
function split(documents: readonly BsonDocument[], batchSize: number) {
  let bytes = 0;
  let count = 0;
  while (count < Math.min(batchSize, documents.length)) {
    // The name of an array's element and its type take some bytes too.
    bytes += sizeOf(documents[count] as BsonDocument) + String(count).length + 2;
    if (count > 0 && bytes > maxDocumentBytes) break;
    count += 1;
  }
  return { batch: documents.slice(0, count), rest: documents.slice(count) };
}

function newId(): Long {
  return Long.fromBigInt(randomBytes(8).readBigUInt64LE() >> 1n).or(Long.ONE);
}
