import { type BsonDocument, Int32 } from '../documents/bson';
import { keyOf } from '../documents/value-order';
import { type IndexDefinition, parseIndex } from './index-definition';
import { UniqueIndex } from './unique-index';

const ID_INDEX = parseIndex({ key: { _id: new Int32(1) }, name: '_id_' });

/** The documents of one collection by the key of their `_id`. Stored documents are never changed. */
export class Collection {
  readonly #documents = new Map<string, BsonDocument>();
  #indexes: readonly IndexDefinition[] = [];
  #uniqueIndexes: readonly UniqueIndex[] = [];

  constructor(readonly namespace: string) {
    this.buildIndexes([ID_INDEX])();
  }

  /** In the order of insertion. */
  get documents(): readonly BsonDocument[] {
    return [...this.#documents.values()];
  }

  get indexes(): readonly IndexDefinition[] {
    return this.#indexes;
  }

  /** Builds all indexes of the collection; over duplicates it throws. Call the result to use them. */
  buildIndexes(indexes: readonly IndexDefinition[]): () => void {
    const built = indexes.filter(({ unique }) => unique).map((index) => this.#build(index));
    return () => {
      this.#indexes = indexes;
      this.#uniqueIndexes = built;
    };
  }

  /** Throws a duplicate key error if the document cannot be inserted. */
  checkInsert(document: BsonDocument): void {
    for (const index of this.#uniqueIndexes) {
      index.check(document, undefined);
    }
  }

  /** Throws a duplicate key error if the document cannot replace the one with its `_id`. */
  checkReplace(document: BsonDocument): void {
    for (const index of this.#uniqueIndexes) {
      index.check(document, keyOf(document._id));
    }
  }

  /** Inserts the document or replaces the one with its `_id`. */
  put(document: BsonDocument): void {
    const owner = keyOf(document._id);
    this.#removeKeys(owner);
    this.#documents.set(owner, document);
    for (const index of this.#uniqueIndexes) {
      index.add(document, owner);
    }
  }

  remove(id: unknown): void {
    const owner = keyOf(id);
    this.#removeKeys(owner);
    this.#documents.delete(owner);
  }

  #build(definition: IndexDefinition): UniqueIndex {
    const index = new UniqueIndex(definition, this.namespace);
    for (const [owner, document] of this.#documents) {
      index.check(document, owner);
      index.add(document, owner);
    }
    return index;
  }

  #removeKeys(owner: string): void {
    const document = this.#documents.get(owner);
    if (document !== undefined) {
      for (const index of this.#uniqueIndexes) {
        index.remove(document);
      }
    }
  }
}
