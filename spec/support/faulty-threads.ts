import { join } from 'node:path';
import { Piscina } from 'piscina';

const FAULTY_WORKER = join(__dirname, 'faulty-worker.cjs');
const LIB = join(__dirname, '..', '..', 'lib');

const HUNG_AFTER = 300;
const { run } = Piscina.prototype;

/** What a thread can do instead of its task. */
export type ThreadFault = 'throws' | 'throwsLater' | 'dies' | 'eats' | 'hangs' | 'spins';

/**
 * Lets the next attempts of tasks meet real faults, on the real threads of the real pool. To be undone
 * by `jest.restoreAllMocks()`.
 */
export function nextAttempts(...faults: readonly (ThreadFault | 'succeeds')[]) {
  const attempts = jest.spyOn(Piscina.prototype, 'run');
  for (const name of faults) {
    attempts.mockImplementationOnce(function (this: Piscina, task, options) {
      const faulty = name === 'succeeds' ? {} : { filename: FAULTY_WORKER, name };
      return run.call(this, task, { ...options, ...faulty });
    });
  }
  return attempts;
}

/** The same for the attempts of one password's task, whatever comes between; a hung one ends soon. */
export function nextAttemptsOf(password: string, ...faults: readonly ThreadFault[]) {
  const left = [...faults];
  return jest.spyOn(Piscina.prototype, 'run').mockImplementation(function (
    this: Piscina,
    task: { readonly password: string },
    options,
  ) {
    const name = task.password === password ? left.shift() : undefined;
    const signal = AbortSignal.timeout(HUNG_AFTER);
    const faulty = name === undefined ? {} : { filename: FAULTY_WORKER, name };
    const hung = name === 'hangs' || name === 'spins' ? { signal } : {};
    return run.call(this, task, { ...options, ...faulty, ...hung });
  });
}

/** Lets the limits of the next attempts be reached when the spec says so. */
export function nextLimits(count = 1): AbortController {
  const limit = new AbortController();
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  for (let left = count; left > 0; left -= 1) {
    timeout.mockReturnValueOnce(limit.signal);
  }
  return limit;
}

/** A copy of a module of lib's whose threads run the file at `worker`, there or not. */
export function withWorker<Module extends object>(worker: string, path: string): Module {
  let copy: Module | undefined;
  jest.isolateModules(() => {
    jest.doMock('node:path', () => ({
      ...jest.requireActual<object>('node:path'),
      join: (...parts: string[]) =>
        parts.at(-1) === 'bcrypt-worker.cjs' ? worker : join(...parts),
    }));
    copy = require(join(LIB, path));
  });
  jest.dontMock('node:path');
  return copy as Module;
}

/** The text of a worker file that works. */
export const WORKER_FILE = `module.exports = require(${JSON.stringify(
  join(LIB, 'password', 'bcrypt-worker.cjs'),
)});`;
