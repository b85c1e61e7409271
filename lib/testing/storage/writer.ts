import { type BsonDocument, decode, encode, maxDocumentBytes, tooLarge } from '../documents/bson';
import { CommandError } from '../errors';
import { Collection } from './collection';
import type { DataFile, StoredRecord } from './data-file';
import type { IndexDefinition } from './index-definition';

/** Every change in one form: check, then the file, then the memory that commands read from. */
export class Writer {
  readonly #collections: Map<string, Collection>;
  readonly #file: DataFile;
  #lastRecord: number;

  constructor(collections: Map<string, Collection>, file: DataFile, lastRecord: number) {
    this.#collections = collections;
    this.#file = file;
    this.#lastRecord = lastRecord;
  }

  /** The collection, made if it is not there. */
  async collection(namespace: string): Promise<Collection> {
    const existing = this.#collections.get(namespace);
    if (existing !== undefined) return existing;
    const collection = new Collection(namespace, this.#nextRecord());
    await this.#putDefinitions(collection, collection.indexes);
    this.#collections.set(namespace, collection);
    return collection;
  }

  async insert(collection: Collection, document: BsonDocument): Promise<void> {
    await this.replace(collection, this.#nextRecord(), document);
  }

  async replace(collection: Collection, record: string, document: BsonDocument): Promise<void> {
    refuseBadId(document._id);
    const bytes = encode(document);
    if (bytes.length > maxDocumentBytes) throw tooLarge(bytes.length);
    // What is kept is what a restart would read, and not a view of the message that it came in.
    const kept = decode(bytes);
    collection.check(record, kept);
    await this.#file.put(toRecord(record, collection.namespace, 'document', bytes));
    collection.put(record, kept);
  }

  async remove(collection: Collection, records: readonly string[]): Promise<void> {
    await this.#file.remove(records);
    for (const record of records) collection.remove(record);
  }

  /** From now on these indexes, or if one cannot be built, those from before. */
  async setIndexes(collection: Collection, definitions: readonly IndexDefinition[]): Promise<void> {
    const use = collection.prepareIndexes(definitions);
    await this.#putDefinitions(collection, definitions);
    use();
  }

  async drop(collection: Collection): Promise<void> {
    const documents = collection.entries.map(([record]) => record);
    await this.#file.remove([collection.record, ...documents]);
    this.#collections.delete(collection.namespace);
  }

  async #putDefinitions(
    { record, namespace }: Collection,
    definitions: readonly IndexDefinition[],
  ): Promise<void> {
    const indexes = definitions.map(({ specification }) => specification);
    await this.#file.put(toRecord(record, namespace, 'collection', encode({ indexes })));
  }

  /** With leading zeros, so that the order as text is the order of storing. */
  #nextRecord(): string {
    this.#lastRecord += 1;
    return String(this.#lastRecord).padStart(12, '0');
  }
}

function toRecord(
  _id: string,
  namespace: string,
  kind: StoredRecord['kind'],
  bytes: Uint8Array,
): StoredRecord {
  return { _id, namespace, kind, bson: Buffer.from(bytes).toString('base64') };
}

function refuseBadId(id: unknown): void {
  if (!Array.isArray(id) && id !== undefined) return;
  throw new CommandError('InvalidIdField', "The '_id' value cannot be an array or undefined");
}
