import { constants, type Stats } from 'node:fs';
import { mkdir, open, rename, stat, writeFile } from 'node:fs/promises';

const OWNER_ONLY_FOLDER = 0o700;
const ANY_RIGHTS_OF_OTHERS = 0o077;
const WRITE_RIGHTS_OF_OTHERS = 0o022;
/** Neither follows a symbolic link nor waits for the other end of a named pipe. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A file or folder that another account can have written or read. */
export class NotPrivateError extends Error {
  override readonly name = 'NotPrivateError';
}

/** Makes the folder if there is none; rejects if other accounts can put files into it. */
export async function requireOwnFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: OWNER_ONLY_FOLDER });
  assertOwn(folder, await stat(folder), WRITE_RIGHTS_OF_OTHERS);
}

/** Rejects with a `NotPrivateError` if another account can have written or read the file. */
export async function readPrivateFile(file: string): Promise<string> {
  const handle = await open(file, READ_FLAGS);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) {
      throw new NotPrivateError(`${file} is not a regular file`);
    }
    assertOwn(file, stats, ANY_RIGHTS_OF_OTHERS);
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

/** Replaces the file instead of writing into it: an existing file would keep its owner and rights. */
export async function replaceFile(file: string, text: string, mode: number): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode, flag: 'wx' });
  await rename(draft, file);
}

/** Windows has neither owners nor modes of this kind. */
function assertOwn(path: string, { uid, mode }: Stats, forbidden: number): void {
  if (process.getuid === undefined) {
    return;
  }
  if (uid !== process.getuid()) {
    throw new NotPrivateError(`${path} belongs to another account`);
  }
  if ((mode & forbidden) !== 0) {
    throw new NotPrivateError(`${path} is open to other accounts`);
  }
}
