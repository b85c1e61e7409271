import { CommandError } from '../command-error';
import {
  assertSize,
  type BsonDocument,
  decode,
  encode,
  MAX_DOCUMENT_BYTES,
} from '../documents/bson';
import { Collection } from './collection';
import { type IndexDefinition, parseIndex } from './index-definition';
import { Journal } from './journal';

/** A change as the journal stores it. */
type Change = { readonly namespace: string } & (
  | { readonly type: 'put'; readonly document: BsonDocument }
  | { readonly type: 'remove'; readonly id: unknown }
  | { readonly type: 'indexes'; readonly indexes: readonly BsonDocument[] }
  | { readonly type: 'drop' }
);

/**
 * The collections of all databases. A change is checked, then written to the journal, then applied
 * in memory, all synchronously, so that no other command runs in between.
 */
export class Store {
  readonly #collections = new Map<string, Collection>();
  readonly #journal: Journal | undefined;

  constructor(file?: string) {
    if (file !== undefined) {
      this.#journal = new Journal(
        file,
        (change) => this.#replay(change as Change),
        () => this.#snapshot(),
      );
    }
  }

  collection(namespace: string): Collection | undefined {
    return this.#collections.get(namespace);
  }

  collectionsOf(database: string): Collection[] {
    return [...this.#collections.values()].filter(({ namespace }) =>
      namespace.startsWith(`${database}.`),
    );
  }

  /** Returns the collection, and creates it if it does not exist. */
  createCollection(namespace: string): Collection {
    const existing = this.#collections.get(namespace);
    if (existing !== undefined) {
      return existing;
    }
    const collection = new Collection(namespace);
    this.#journal?.append(indexesOf(collection));
    this.#collections.set(namespace, collection);
    return collection;
  }

  insert(collection: Collection, document: BsonDocument): void {
    const stored = storedCopy(document);
    collection.checkInsert(stored);
    this.#put(collection, stored);
  }

  /** Replaces the document that has the same `_id`. */
  replace(collection: Collection, document: BsonDocument): void {
    const stored = storedCopy(document);
    collection.checkReplace(stored);
    this.#put(collection, stored);
  }

  remove(collection: Collection, id: unknown): void {
    this.#journal?.append({ type: 'remove', namespace: collection.namespace, id });
    collection.remove(id);
  }

  /** Replaces all indexes of the collection; if one cannot be built, they stay as they were. */
  setIndexes(collection: Collection, indexes: readonly IndexDefinition[]): void {
    const use = collection.buildIndexes(indexes);
    this.#journal?.append(indexesOf(collection, indexes));
    use();
  }

  drop({ namespace }: Collection): void {
    this.#journal?.append({ type: 'drop', namespace });
    this.#collections.delete(namespace);
  }

  close(): void {
    this.#journal?.close();
  }

  #put(collection: Collection, document: BsonDocument): void {
    this.#journal?.append({ type: 'put', namespace: collection.namespace, document });
    collection.put(document);
  }

  #replay(change: Change): void {
    const { namespace } = change;
    if (change.type === 'drop') {
      this.#collections.delete(namespace);
      return;
    }
    const collection = this.#collections.get(namespace) ?? new Collection(namespace);
    this.#collections.set(namespace, collection);
    if (change.type === 'put') {
      collection.put(change.document);
    } else if (change.type === 'remove') {
      collection.remove(change.id);
    } else {
      collection.buildIndexes(change.indexes.map(parseIndex))();
    }
  }

  *#snapshot(): Generator<Change & BsonDocument> {
    for (const collection of this.#collections.values()) {
      const { namespace, documents } = collection;
      yield indexesOf(collection);
      for (const document of documents) {
        yield { type: 'put', namespace, document };
      }
    }
  }
}

function indexesOf(
  { namespace, indexes: current }: Collection,
  indexes: readonly IndexDefinition[] = current,
): Change & BsonDocument {
  const specifications = indexes.map(({ specification }) => specification);
  return { type: 'indexes', namespace, indexes: specifications };
}

/** What a restart would read: no view of the message, and without fields that are undefined. */
function storedCopy(document: BsonDocument): BsonDocument {
  if (document._id === undefined || Array.isArray(document._id)) {
    throw new CommandError('InvalidIdField', "The '_id' value cannot be an array or undefined");
  }
  assertSize(document, MAX_DOCUMENT_BYTES);
  return decode(encode(document));
}
