import { join } from 'node:path';
import { Piscina } from 'piscina';

const FAILING_WORKER = join(__dirname, 'failing-worker.cjs');
const LIB = join(__dirname, '..', '..', 'lib');

const HUNG_MS = 300;
const { run } = Piscina.prototype;

/** How a thread can fail instead of running its task. */
export type ThreadFailure = 'throws' | 'throwsLater' | 'dies' | 'eats' | 'hangs' | 'spins';

/**
 * Makes the next attempts of tasks fail in the real threads of the real pool, until
 * `jest.restoreAllMocks()`.
 */
export function nextAttempts(...failures: readonly (ThreadFailure | 'succeeds')[]) {
  const attempts = jest.spyOn(Piscina.prototype, 'run');
  for (const name of failures) {
    attempts.mockImplementationOnce(function (this: Piscina, task, options) {
      const failing = name === 'succeeds' ? {} : { filename: FAILING_WORKER, name };
      return run.call(this, task, { ...options, ...failing });
    });
  }
  return attempts;
}

/** The same for the attempts of one password's task only; a hung attempt ends after HUNG_MS. */
export function nextAttemptsOf(password: string, ...failures: readonly ThreadFailure[]) {
  const left = [...failures];
  return jest.spyOn(Piscina.prototype, 'run').mockImplementation(function (
    this: Piscina,
    task: { readonly password: string },
    options,
  ) {
    const name = task.password === password ? left.shift() : undefined;
    const signal = AbortSignal.timeout(HUNG_MS);
    const failing = name === undefined ? {} : { filename: FAILING_WORKER, name };
    const hung = name === 'hangs' || name === 'spins' ? { signal } : {};
    return run.call(this, task, { ...options, ...failing, ...hung });
  });
}

/** Makes the time limits of the next attempts end when the spec aborts the controller. */
export function nextLimits(count = 1): AbortController {
  const limit = new AbortController();
  const timeout = jest.spyOn(AbortSignal, 'timeout');
  for (let left = count; left > 0; left -= 1) {
    timeout.mockReturnValueOnce(limit.signal);
  }
  return limit;
}

/** A copy of a module of lib whose threads run the file at `worker`, which need not exist. */
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

/** The content of a worker file that works. */
export const WORKER_FILE = `// express-dbconnections: the worker of a spec
module.exports = require(${JSON.stringify(join(LIB, 'password', 'bcrypt-worker.cjs'))});`;
