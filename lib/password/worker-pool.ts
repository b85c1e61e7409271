import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Piscina } from 'piscina';

const WORKER = 'bcrypt-worker.cjs';
/** Part of the first comment of the worker file. */
const WORKER_MARK = 'express-dbconnections: ';
// Several times what bcrypt needs. A thread that exceeds it is ended; the process keeps running.
const MEMORY = { maxOldGenerationSizeMb: 64 };

/**
 * Starts a pool of threads that run bcrypt-worker.cjs.
 *
 * In a bundle, the files beside the code are the host's: no thread starts unless the worker file is
 * this package's own. Piscina is loaded from that file's folder and never becomes part of a bundle,
 * where it would run the host's `worker.js`.
 *
 * @throws {Error} when the files of the threads are missing; the message says what to do.
 */
export function startPool(threads: number): Piscina {
  const filename = ownWorker();
  const { Piscina } = loadPiscina();
  return new Piscina({
    filename,
    minThreads: threads,
    maxThreads: threads,
    resourceLimits: MEMORY,
  });
}

function ownWorker(): string {
  const file = workerFile();
  if (file === undefined) {
    throw incomplete(`their file ${WORKER} is missing`);
  }
  return file;
}

/** Absent in a bundle: the file is not there, is the host's, or there is no `__dirname` (ES modules). */
function workerFile(): string | undefined {
  try {
    const file = join(__dirname, WORKER);
    return readFileSync(file, 'utf8').includes(WORKER_MARK) ? file : undefined;
  } catch {
    return undefined;
  }
}

function loadPiscina(): typeof import('piscina') {
  try {
    // For tools that trace the files of a program: the code itself names neither package to them.
    require.resolve('bcryptjs');
    require.resolve('piscina');
    return createRequire(join(__dirname, 'worker-pool.js'))('piscina');
  } catch (cause) {
    throw incomplete(`a package of theirs cannot be loaded (${firstLine(cause)})`, cause);
  }
}

function firstLine(error: unknown): string {
  return String(error).split('\n', 1).join();
}

function incomplete(what: string, cause?: unknown): Error {
  return new Error(
    `${what}. If express-dbconnections is part of a bundle, leave it external ` +
      '(for example esbuild --external:express-dbconnections) and install it beside the bundle',
    { cause },
  );
}
