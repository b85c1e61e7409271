import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Locks that this process holds now: its number in a lock file may be left from an earlier life. */
const held = new Set<string>();

/** After this time, a lock file without a number is no longer one that is just being written. */
const writingTime = 5_000;

/**
 * Two processes that write one data file would destroy it. The lock file beside it names its
 * owner; a lock whose owner is gone (a crash, a kill) is taken over. Gives the function to unlock.
 */
export function lockFile(file: string): () => void {
  const lock = `${resolve(file)}.lock`;
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
  while (!create(lock)) takeOver(lock, file);
  held.add(lock);
  return () => {
    if (held.delete(lock)) rmSync(lock, { force: true });
  };
}

/** With the flag `wx`, looking and making are one step: only one of two processes succeeds. */
function create(lock: string): boolean {
  return unless('EEXIST', () => writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' }));
}

function takeOver(lock: string, file: string): void {
  const owner = read(lock);
  if (owner === undefined) return;
  if (isInUse(lock, owner)) throw inUse(lock, file, owner);
  // Put aside first: another process may have taken over by now, and then this is its new lock.
  const aside = `${lock}.${process.pid}`;
  if (!unless('ENOENT', () => renameSync(lock, aside))) return;
  if (read(aside) === owner) rmSync(aside);
  else renameSync(aside, lock);
}

function read(lock: string): string | undefined {
  let content: string | undefined;
  unless('ENOENT', () => {
    content = readFileSync(lock, 'utf8').trim();
  });
  return content;
}

function isInUse(lock: string, owner: string): boolean {
  const pid = Number(owner);
  if (!Number.isSafeInteger(pid) || pid <= 0) return isFresh(lock);
  return pid === process.pid ? held.has(lock) : isRunning(pid);
}

function isFresh(lock: string): boolean {
  const stats = statSync(lock, { throwIfNoEntry: false });
  return stats !== undefined && Date.now() - stats.mtimeMs < writingTime;
}

/** Signal 0 does nothing but ask; EPERM means that another user's process has the number. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function inUse(lock: string, file: string, owner: string): Error {
  return new Error(
    `The data file ${file} is in use by another running copy (process ${owner || 'unknown'}). ` +
      `Stop that one, or give this one another file. If none is running, delete ${lock}`,
  );
}

/** False if the action failed for the one reason that is expected. */
function unless(code: string, action: () => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (hasCode(error, code)) return false;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code;
}
