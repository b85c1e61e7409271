import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** The locks of this process: a lock file with its id may be left from an earlier process. */
const HELD = new Set<string>();

/** A lock file without a process id is being written; after this time it is a leftover. */
const MAX_WRITE_MS = 5000;

/**
 * Creates `<file>.lock`, which contains the id of this process, and returns the function that
 * removes it. Throws if a running process has the lock; takes over the lock of one that has ended.
 */
export function lockFile(file: string): () => void {
  const lock = `${resolve(file)}.lock`;
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
  while (!create(lock)) {
    takeOver(lock, file);
  }
  HELD.add(lock);
  return () => {
    HELD.delete(lock);
    rmSync(lock, { force: true });
  };
}

/** The flag `wx` makes it atomic: only one process can create the file. */
function create(lock: string): boolean {
  return succeeds('EEXIST', () => {
    writeFileSync(lock, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
  });
}

function takeOver(lock: string, file: string): void {
  const owner = read(lock);
  if (isInUse(lock, owner)) {
    throw new Error(
      `The file ${file} is in use by another process (${owner || 'unknown'}). Stop that process ` +
        `or use another file. If there is no such process, delete ${lock}`,
    );
  }
  // Move it first: another process may have taken it over in the meantime.
  const moved = `${lock}.${process.pid}`;
  if (succeeds('ENOENT', () => renameSync(lock, moved))) {
    if (read(moved) === owner) {
      rmSync(moved);
    } else {
      renameSync(moved, lock);
    }
  }
}

/** The process id in the lock file, '' while it is being written, or `undefined` without a file. */
function read(lock: string): string | undefined {
  let content: string | undefined;
  succeeds('ENOENT', () => {
    content = readFileSync(lock, 'utf8').trim();
  });
  return content;
}

function isInUse(lock: string, owner: string | undefined): boolean {
  const pid = Number(owner);
  if (!Number.isSafeInteger(pid) || pid <= 0) {
    const stats = statSync(lock, { throwIfNoEntry: false });
    return stats !== undefined && Date.now() - stats.mtimeMs < MAX_WRITE_MS;
  }
  return pid === process.pid ? HELD.has(lock) : isRunning(pid);
}

/** Signal 0 only checks; EPERM means that the process belongs to another user. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** False if the action failed with the expected code. */
function succeeds(code: string, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === code) {
      return false;
    }
    throw error;
  }
}
