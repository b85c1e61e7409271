import { Int32 } from 'bson';

import type { BsonDocument } from '../documents/bson';
import { type IndexDefinition, parseIndex } from './index-definition';
import { UniqueIndex } from './unique-index';

const idIndex = parseIndex({ key: { _id: new Int32(1) }, name: '_id_' });

/** The documents of one collection in memory, by the number of their record in the data file. */
export class Collection {
  readonly #documents = new Map<string, BsonDocument>();
  #uniqueIndexes: readonly UniqueIndex[] = [];
  #definitions: readonly IndexDefinition[] = [];

  constructor(
    readonly namespace: string,
    /** The collection's own record, which holds the index definitions. */
    readonly record: string,
  ) {
    this.prepareIndexes([idIndex])();
  }

  /** In the order in which they were stored. The documents are shared: they are never changed. */
  get entries(): readonly [string, BsonDocument][] {
    return [...this.#documents];
  }

  get documents(): readonly BsonDocument[] {
    return [...this.#documents.values()];
  }

  get indexes(): readonly IndexDefinition[] {
    return this.#definitions;
  }

  /**
   * Builds these indexes, all that there shall be; over duplicates it throws. They are used from
   * the moment the returned function is called: the data file has to know of them first.
   */
  prepareIndexes(definitions: readonly IndexDefinition[]): () => void {
    const built = definitions
      .filter(({ unique }) => unique)
      .map((definition) => this.#build(definition));
    return () => {
      this.#definitions = definitions;
      this.#uniqueIndexes = built;
    };
  }

  /** Throws the duplicate key error if the document cannot be stored. */
  check(record: string, document: BsonDocument): void {
    for (const index of this.#uniqueIndexes) index.check(record, document);
  }

  put(record: string, document: BsonDocument): void {
    this.#removeKeys(record);
    this.#documents.set(record, document);
    for (const index of this.#uniqueIndexes) index.add(record, document);
  }

  remove(record: string): void {
    this.#removeKeys(record);
    this.#documents.delete(record);
  }

  #build(definition: IndexDefinition): UniqueIndex {
    const index = new UniqueIndex(definition, this.namespace);
    for (const [record, document] of this.#documents) {
      index.check(record, document);
      index.add(record, document);
    }
    return index;
  }

  #removeKeys(record: string): void {
    const document = this.#documents.get(record);
    if (document === undefined) return;
    for (const index of this.#uniqueIndexes) index.remove(document);
  }
}
