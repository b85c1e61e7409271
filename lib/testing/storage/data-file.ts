import { readFile, truncate } from 'node:fs/promises';
import Nedb from '@seald-io/nedb';

/** One line of the file. The BSON in it keeps every type, and names that NeDB forbids. */
export interface StoredRecord {
  readonly _id: string;
  readonly namespace: string;
  readonly kind: 'collection' | 'document';
  readonly bson: string;
}

/** Password hashes may be in it, so it is for the eyes of its owner only. */
const modes = { fileMode: 0o600, dirMode: 0o700 };

/** The records on disk, or in memory only. A call settles when the file has the change. */
export class DataFile {
  readonly #nedb: Nedb<StoredRecord>;
  #needsRepair = false;

  private constructor(readonly path?: string) {
    const place = path === undefined ? { inMemoryOnly: true } : { filename: path, modes };
    this.#nedb = new Nedb({ ...place, corruptAlertThreshold: 0 });
  }

  static async open(path?: string): Promise<DataFile> {
    if (path !== undefined) await prepare(path);
    const file = new DataFile(path);
    await file.#nedb.loadDatabaseAsync();
    return file;
  }

  /** In the order in which they were first put. */
  get records(): StoredRecord[] {
    return this.#nedb.getAllData<StoredRecord>().sort((a, b) => (a._id < b._id ? -1 : 1));
  }

  put(record: StoredRecord): Promise<void> {
    return this.#change([record._id], async () => {
      await this.#nedb.updateAsync({ _id: record._id }, record, { upsert: true });
    });
  }

  remove(ids: readonly string[]): Promise<void> {
    return this.#change(ids, () => this.#removeAll(ids));
  }

  /** Rewrites the file without what is out of date, and flushes it. */
  async close(): Promise<void> {
    if (this.path !== undefined) await this.#nedb.compactDatafileAsync();
  }

  /**
   * NeDB changes its memory before the file. If the file cannot be written, its memory gets back
   * what it had, and the next change first rewrites the file, which may end in half a line.
   */
  async #change(ids: readonly string[], change: () => Promise<void>): Promise<void> {
    if (this.#needsRepair) await this.#nedb.compactDatafileAsync();
    this.#needsRepair = false;
    const before = await this.#nedb.findAsync<StoredRecord>({ _id: { $in: ids } });
    try {
      await change();
    } catch (error) {
      this.#needsRepair = true;
      await this.#removeAll(ids).catch(() => undefined);
      await this.#nedb.insertAsync(before).catch(() => undefined);
      throw error;
    }
  }

  async #removeAll(ids: readonly string[]): Promise<void> {
    await this.#nedb.removeAsync({ _id: { $in: ids } }, { multi: true });
  }
}

const ourFirstLine = /^\{"_id":"\d{12}","namespace":"/;

/**
 * NeDB would drop what it does not understand, so a file that is not ours is refused first. A
 * crash while a line was written leaves a last line without its end: its write was never answered,
 * so it goes. If any other line is damaged, NeDB refuses the file.
 */
async function prepare(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(absentIsEmpty);
  if (text === '') return;
  if (!ourFirstLine.test(text)) {
    throw new Error(`The file ${path} holds no data of the embedded database: choose another one`);
  }
  const end = text.lastIndexOf('\n') + 1;
  if (end < text.length) await truncate(path, Buffer.byteLength(text.slice(0, end)));
}

/** NeDB would end the process over a path that it cannot read, such as a folder's. */
function absentIsEmpty(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}
