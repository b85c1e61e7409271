import {
  appendFileSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { type BsonDocument, decode, encode } from '../documents/bson';
import { lockFile } from './file-lock';

const HEADER = 'express-dbconnections/testing journal 1\n';

/**
 * A file with one change on each line, as base64 of its BSON, which keeps every type. Only this
 * process writes the file while the journal is open, and only its owner can read it.
 */
export class Journal {
  readonly #file: string;
  readonly #unlock: () => void;
  #size = 0;

  /**
   * Passes each change in the file to `replay`, in the order in which they were appended, and then
   * rewrites the file with the changes of `snapshot`, which lead to the same state.
   */
  constructor(
    file: string,
    replay: (change: BsonDocument) => void,
    snapshot: () => Iterable<BsonDocument>,
  ) {
    this.#file = file;
    this.#unlock = lockFile(file);
    try {
      replayFile(file, replay);
      this.#rewrite(snapshot());
    } catch (error) {
      this.#unlock();
      throw error;
    }
  }

  append(change: BsonDocument): void {
    const line = lineOf(change);
    // An earlier append may have failed in the middle of its line.
    truncateSync(this.#file, this.#size);
    appendFileSync(this.#file, line);
    this.#size += line.length;
  }

  close(): void {
    this.#unlock();
  }

  /** A crash leaves the old file or the new one, never a part. */
  #rewrite(changes: Iterable<BsonDocument>): void {
    const text = HEADER + [...changes].map(lineOf).join('');
    const newFile = `${this.#file}.new`;
    rmSync(newFile, { force: true });
    writeFileSync(newFile, text, { flag: 'wx', mode: 0o600, flush: true });
    renameSync(newFile, this.#file);
    this.#size = text.length;
  }
}

function lineOf(change: BsonDocument): string {
  return `${Buffer.from(encode(change)).toString('base64')}\n`;
}

function replayFile(file: string, replay: (change: BsonDocument) => void): void {
  const text = readIfExists(file);
  if (text === '') {
    return;
  }
  if (!text.startsWith(HEADER)) {
    throw new Error(`The file ${file} was not written by startMongoDB(); choose another file`);
  }
  // The text after the last line break is empty, or a line that a crash left incomplete.
  const lines = text.slice(HEADER.length).split('\n').slice(0, -1);
  for (const [index, line] of lines.entries()) {
    try {
      replay(decode(Buffer.from(line, 'base64')));
    } catch (cause) {
      const message = `Line ${index + 2} of ${file} is damaged; restore or delete the file`;
      throw new Error(message, { cause });
    }
  }
}

function readIfExists(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return '';
    }
    throw error;
  }
}
