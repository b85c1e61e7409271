import { type BsonDocument, decode } from '../documents/bson';
import { Collection } from './collection';
import { DataFile, type StoredRecord } from './data-file';
import { parseIndex } from './index-definition';
import { WriteQueue } from './write-queue';
import { Writer } from './writer';

/** All collections of all databases. Reading is free, writing takes its turn. */
export class Store {
  readonly #collections = new Map<string, Collection>();
  readonly #queue = new WriteQueue();
  readonly #file: DataFile;
  readonly #writer: Writer;

  private constructor(file: DataFile) {
    this.#file = file;
    const records = file.records;
    for (const record of records) this.#restore(record);
    this.#writer = new Writer(this.#collections, file, Number(records.at(-1)?._id ?? 0));
  }

  static async open(path?: string): Promise<Store> {
    return new Store(await DataFile.open(path));
  }

  collection(namespace: string): Collection | undefined {
    return this.#collections.get(namespace);
  }

  collectionsOf(database: string): Collection[] {
    return [...this.#collections.values()].filter(({ namespace }) =>
      namespace.startsWith(`${database}.`),
    );
  }

  /** The writer may be used until the task settles. */
  write<Result>(task: (writer: Writer) => Promise<Result>): Promise<Result> {
    return this.#queue.run(() => task(this.#writer));
  }

  async close(): Promise<void> {
    await this.#queue.close();
    await this.#file.close();
  }

  #restore({ _id, kind, namespace, bson }: StoredRecord): void {
    const content = decode(Buffer.from(bson, 'base64'));
    if (kind === 'document') this.#collections.get(namespace)?.put(_id, content);
    else this.#collections.set(namespace, restoredCollection(namespace, _id, content));
  }
}

function restoredCollection(namespace: string, record: string, content: BsonDocument): Collection {
  const collection = new Collection(namespace, record);
  const specifications = Array.isArray(content.indexes) ? content.indexes : [];
  collection.prepareIndexes(specifications.map(parseIndex))();
  return collection;
}
