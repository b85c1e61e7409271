import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import bcrypt from 'bcryptjs';
import type { Piscina } from 'piscina';
import { isSignupError, TemporarilyUnavailableError } from '../../lib/errors';
import { type BcryptTask, BcryptThreads } from '../../lib/password/bcrypt-threads';
import {
  nextAttempts,
  nextLimits,
  type ThreadFailure,
  WORKER_FILE,
  withWorker,
} from '../support/failing-threads';

// Threads start slowly on a busy machine.
jest.setTimeout(60_000);

const CANARY = 'c4n4ry-Secret!';
const TASK: BcryptTask = { kind: 'hash', password: CANARY, rounds: 4 };
/** Cost 31 takes days. */
const ENDLESS: BcryptTask = { ...TASK, rounds: 31 };
const LIMIT = 60_000;
const SHORT_LIMIT = 200;

const opened: BcryptThreads[] = [];

function makeThreads(count = 1): BcryptThreads {
  const threads = new BcryptThreads(count);
  opened.push(threads);
  return threads;
}

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(opened.splice(0).map((threads) => threads.end()));
});

function poolOf(attempts: jest.SpiedFunction<Piscina['run']>): Piscina {
  return attempts.mock.contexts.at(-1) as unknown as Piscina;
}

function expectUnavailable(error: unknown, cause: string): void {
  expect(error).toBeInstanceOf(TemporarilyUnavailableError);
  expect(error).toMatchObject({
    status: 503,
    headers: { 'retry-after': '1' },
    reason: 'threads',
  });
  expect(String((error as Error).cause)).toBe(`Error: ${cause}`);
  expect(inspect(error, { depth: null, showHidden: true })).not.toContain(CANARY);
}

async function expectWorks(threads: BcryptThreads): Promise<void> {
  const { result } = await threads.run<string>(TASK, LIMIT);
  expect(bcrypt.compareSync(CANARY, result)).toBe(true);
}

const failure = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('a task', () => {
  it('hashes, and measures the time', async () => {
    const { result, milliseconds } = await makeThreads().run<string>(TASK, LIMIT);
    expect(result).toMatch(/^\$2b\$04\$/);
    expect(bcrypt.compareSync(CANARY, result)).toBe(true);
    expect(milliseconds).toBeGreaterThan(0);
  });

  it.each([
    [CANARY, true],
    ['another', false],
  ])('verifies %j: %j', async (password, verdict) => {
    const hash = bcrypt.hashSync(CANARY, 4);
    const { result, milliseconds } = await makeThreads().run(
      { kind: 'verify', password, hash },
      LIMIT,
    );
    expect(result).toBe(verdict);
    expect(milliseconds).toBeGreaterThan(0);
  });
});

describe('the threads', () => {
  it('start with the first task, all at once, and are not replaced while all is well', async () => {
    const attempts = nextAttempts();
    const threads = makeThreads(3);
    const started = jest.fn();
    const first = threads.run(TASK, LIMIT);
    poolOf(attempts).on('workerCreate', started);
    expect(poolOf(attempts).threads).toHaveLength(3);
    await first;
    await Promise.all(Array.from({ length: 6 }, () => threads.run(TASK, LIMIT)));
    expect(started).toHaveBeenCalledTimes(3);
  });

  it('end, and start again with the next task', async () => {
    const attempts = nextAttempts();
    const threads = makeThreads(2);
    await expectWorks(threads);
    const first = poolOf(attempts);
    await threads.end();
    expect(first.threads).toHaveLength(0);
    await expectWorks(threads);
    expect(poolOf(attempts)).not.toBe(first);
  });

  it('are not affected by a late failure of ended ones', async () => {
    const attempts = nextAttempts();
    const threads = makeThreads();
    await expectWorks(threads);
    const before = poolOf(attempts);
    await threads.end();
    await expectWorks(threads);
    before.emit('error', new Error('late'));
    await expectWorks(threads);
    expect(new Set(attempts.mock.contexts).size).toBe(2);
  });

  it('that never started end as well', async () => {
    await expect(makeThreads().end()).resolves.toBeUndefined();
  });
});

describe('a thread that dies', () => {
  it('gives its task a second try on a fresh thread', async () => {
    const attempts = nextAttempts('dies');
    await expectWorks(makeThreads());
    expect(attempts).toHaveBeenCalledTimes(2);
  });

  it('in the middle of a hash gives its task a second try as well', async () => {
    const attempts = nextAttempts();
    const threads = makeThreads();
    const result = threads.run<string>({ ...TASK, rounds: 10 }, LIMIT);
    await poolOf(attempts).threads[0]?.terminate();
    expect(bcrypt.compareSync(CANARY, (await result).result)).toBe(true);
    expect(attempts).toHaveBeenCalledTimes(2);
  });

  it('while it has nothing to do is replaced', async () => {
    const attempts = nextAttempts();
    const threads = makeThreads();
    await expectWorks(threads);
    await poolOf(attempts).threads[0]?.terminate();
    await expectWorks(threads);
  });

  it('twice makes the task unavailable, and the next one works', async () => {
    const attempts = nextAttempts('dies', 'dies');
    const threads = makeThreads();
    expectUnavailable(await failure(threads.run(TASK, LIMIT)), 'A hashing thread failed');
    expect(attempts).toHaveBeenCalledTimes(2);
    await expectWorks(threads);
  });

  it('twice does no harm to the tasks beside it', async () => {
    const threads = makeThreads(2);
    nextAttempts('succeeds', 'dies', 'dies');
    const beside = threads.run<string>({ ...TASK, rounds: 12 }, LIMIT);
    await failure(threads.run(TASK, LIMIT));
    expect(bcrypt.compareSync(CANARY, (await beside).result)).toBe(true);
  });

  it('and then hangs makes the task unavailable, and the next one works', async () => {
    const threads = makeThreads();
    await expectWorks(threads);
    nextAttempts('dies', 'hangs');
    nextLimits();
    expectUnavailable(await failure(threads.run(TASK, SHORT_LIMIT)), 'A hashing thread failed');
    await expectWorks(threads);
  });
});

describe('a thread that runs out of memory', () => {
  it('gives its task a second try, long before the process is short of it', async () => {
    const attempts = nextAttempts('eats');
    await expectWorks(makeThreads());
    expect(await failure(attempts.mock.results[0]?.value)).toMatchObject({
      code: 'ERR_WORKER_OUT_OF_MEMORY',
    });
    expect(process.memoryUsage().rss).toBeLessThan(1e9);
  });

  it('twice makes the task unavailable, and the next one works', async () => {
    const threads = makeThreads();
    nextAttempts('eats', 'eats');
    expectUnavailable(await failure(threads.run(TASK, LIMIT)), 'A hashing thread failed');
    await expectWorks(threads);
  });
});

describe('a thread that throws', () => {
  it('gives its task a second try', async () => {
    const attempts = nextAttempts('throws');
    await expectWorks(makeThreads());
    expect(attempts).toHaveBeenCalledTimes(2);
  });

  it.each(['throws', 'throwsLater'] as const)(
    'twice makes the task unavailable, and its error is not exposed: %s',
    async (fault) => {
      const attempts = nextAttempts(fault, fault);
      const threads = makeThreads();
      const error = await failure(threads.run(TASK, LIMIT));
      await expect(attempts.mock.results[0]?.value).rejects.toThrow(CANARY);
      expectUnavailable(error, 'A hashing thread failed');
      await expectWorks(threads);
    },
  );

  it.each<[what: string, task: object]>([
    ['a password that is no string', { ...TASK, password: { [CANARY]: CANARY } }],
    ['a cost that is no number', { ...TASK, rounds: CANARY }],
    [
      'a hash that is none',
      { kind: 'verify', password: CANARY, hash: CANARY.repeat(5).slice(0, 60) },
    ],
  ])("does not expose bcrypt's error: %s", async (_what, task) => {
    const attempts = nextAttempts();
    const threads = makeThreads();
    const error = await failure(threads.run(task as BcryptTask, LIMIT));
    expect(String(await failure(attempts.mock.results[0]?.value))).toBe('Error: bcrypt failed');
    expectUnavailable(error, 'A hashing thread failed');
    await expectWorks(threads);
  });

  it('is not needed for a task that cannot be sent to it', async () => {
    const threads = makeThreads();
    const password = Object.assign(() => CANARY, { toString: () => CANARY });
    const task = { ...TASK, password } as unknown as BcryptTask;
    expectUnavailable(await failure(threads.run(task, LIMIT)), 'A hashing thread failed');
    await expectWorks(threads);
  });
});

describe('a warm-up', () => {
  it('makes a hash, and is tried three times', async () => {
    const attempts = nextAttempts('dies', 'throws');
    const { result } = await makeThreads().warmUp(4, LIMIT);
    expect(bcrypt.compareSync('warm-up', result)).toBe(true);
    expect(attempts).toHaveBeenCalledTimes(3);
  });

  it.each<[ThreadFailure, string]>([
    ['throws', 'cannot hash warm-up'],
    ['dies', 'worker exited with code: 1'],
    [
      'eats',
      'Error [ERR_WORKER_OUT_OF_MEMORY]: Worker terminated due to reaching memory limit: JS heap out of memory',
    ],
  ])('that fails three times rejects with the error of its thread: %s', async (fault, reason) => {
    nextAttempts(fault, fault, fault);
    const error = await failure(makeThreads().warmUp(4, LIMIT));
    expect(String(error)).toMatch(
      /^Error: express-dbconnections: the hashing threads do not work: /,
    );
    expect(String(error)).toContain(reason);
    expect(String((error as Error).cause)).toContain(reason);
    expect(isSignupError(error)).toBe(false);
  });

  it.each<[what: string, before: BcryptTask[], message: RegExp]>([
    ['the error of threads that cannot start', [], /: Error: was hashing c4n4ry/],
    ['no error that may contain a task', [TASK], /: Error: Terminating worker thread$/],
  ])('that fails with all threads reports %s', async (_what, before, message) => {
    const attempts = nextAttempts();
    const threads = makeThreads();
    for (const task of before) {
      await threads.run(task, LIMIT);
    }
    await threads.warmUp(4, LIMIT);
    nextAttempts('dies', 'dies');
    attempts.mockImplementationOnce(function (this: Piscina) {
      this.emit('error', new Error(`was hashing ${CANARY}`));
      return Promise.reject(new Error('Terminating worker thread'));
    });
    expect(String(await failure(threads.warmUp(4, LIMIT)))).toMatch(message);
  });
});

describe('a thread that hangs', () => {
  it.each<[how: string, task: BcryptTask, faults: ThreadFailure[]]>([
    ['in a hash without end', ENDLESS, []],
    [
      'in a verification without end',
      { kind: 'verify', password: CANARY, hash: endlessHash() },
      [],
    ],
    ['in a wait', TASK, ['hangs']],
    ['in a loop', TASK, ['spins']],
  ])('%s is replaced after the limit, without a second try', async (_how, task, faults) => {
    const threads = makeThreads();
    await expectWorks(threads);
    const attempts = nextAttempts(...faults);
    const error = await failure(threads.run(task, SHORT_LIMIT));
    expectUnavailable(error, 'A hash took too long');
    expect(attempts).toHaveBeenCalledTimes(1);
    await expectWorks(threads);
  });

  it('leaves the other threads alone', async () => {
    const threads = makeThreads(2);
    await expectWorks(threads);
    const attempts = nextAttempts('hangs');
    const limit = nextLimits();
    const hung = failure(threads.run(TASK, LIMIT));
    const before = poolOf(attempts).threads;
    for (let count = 0; count < 5; count += 1) {
      await expectWorks(threads);
    }
    limit.abort();
    expectUnavailable(await hung, 'A hash took too long');
    await expectWorks(threads);
    expect(poolOf(attempts).threads.filter((thread) => before.includes(thread))).toHaveLength(1);
  });
});

function endlessHash(): string {
  return bcrypt.hashSync('x', 4).replace('$04$', '$31$');
}

describe('threads that cannot start', () => {
  const NO_WORKER =
    'express-dbconnections: the hashing threads do not work: Error: their file bcrypt-worker.cjs is ' +
    'missing. If express-dbconnections is part of a bundle, leave it external (for example esbuild ' +
    '--external:express-dbconnections) and install it beside the bundle';
  const WARNING = { type: 'ExpressDbconnectionsWarning', code: 'EXPRESS_DBCONNECTIONS_THREADS' };
  let folder: string;
  let warnings: jest.SpiedFunction<typeof process.emitWarning>;

  beforeEach(async () => {
    warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();
    folder = await mkdtemp(join(tmpdir(), 'bcrypt-threads-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  function threadsWithWorker(worker: string, count: number): BcryptThreads {
    const lib = withWorker<{ BcryptThreads: typeof BcryptThreads }>(
      worker,
      'password/bcrypt-threads',
    );
    const threads = new lib.BcryptThreads(count);
    opened.push(threads);
    return threads;
  }

  it.each([1, 3])(
    'make tasks unavailable, do not end the process, and start as soon as they can: %d',
    async (count) => {
      const worker = join(folder, 'worker.cjs');
      const threads = threadsWithWorker(worker, count);
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const error = await failure(threads.run(TASK, LIMIT));
        expect(isSignupError(error, 'temporarily_unavailable')).toBe(true);
        expect(error).toMatchObject({ reason: 'threads', cause: { message: NO_WORKER } });
      }
      await expect(threads.warmUp(4, LIMIT)).rejects.toThrow(NO_WORKER);
      expect(warnings.mock.calls).toEqual([[NO_WORKER, WARNING]]);

      await writeFile(worker, WORKER_FILE);
      await expectWorks(threads);
    },
  );

  it("never run a host's file of the same name", async () => {
    const worker = join(folder, 'bcrypt-worker.cjs');
    const proof = join(folder, 'proof');
    await writeFile(worker, `require('node:fs').writeFileSync(${JSON.stringify(proof)}, '');`);
    const threads = threadsWithWorker(worker, 1);
    await expect(threads.warmUp(4, LIMIT)).rejects.toThrow(NO_WORKER);
    expect(existsSync(proof)).toBe(false);
  });

  it('warn once, without the error of a thread that has seen a password', async () => {
    const attempts = nextAttempts();
    const threads = makeThreads();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await expectWorks(threads);
      poolOf(attempts).emit('error', new Error(`was hashing ${CANARY}`));
    }
    expect(warnings.mock.calls).toEqual([
      ['express-dbconnections: the hashing threads do not work: a thread could not start', WARNING],
    ]);
  });

  it('because a package is missing say the same, and what is wrong', async () => {
    const worker = join(folder, 'bcrypt-worker.cjs');
    await writeFile(worker, WORKER_FILE);
    const { BcryptThreads } = withWorker<typeof import('../../lib/password/bcrypt-threads')>(
      worker,
      'password/bcrypt-threads',
    );
    jest.doMock('piscina', () => {
      throw new Error('not installed');
    });
    jest.resetModules();
    const error = (await failure(new BcryptThreads(1).warmUp(4, LIMIT))) as Error;
    jest.dontMock('piscina');
    jest.resetModules();
    expect(error.message).toContain(
      'a package of theirs cannot be loaded (Error: not installed). If express-dbconnections is ',
    );
    expect(error).toMatchObject({ cause: { cause: { message: 'not installed' } } });
  });
});
