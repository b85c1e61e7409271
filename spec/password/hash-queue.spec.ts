import { getEventListeners } from 'node:events';
import fc from 'fast-check';
import { TemporarilyUnavailableError } from '../../lib/errors';
import {
  type HashJob,
  HashQueue,
  type HashQueueOptions,
  type TimedResult,
} from '../../lib/password/hash-queue';

type Kind = HashJob<unknown>['kind'];

const UNBOUNDED: HashQueueOptions = {
  threads: 1,
  maxWaitMs: Number.MAX_VALUE,
  expectedMs: () => 100,
};

/** A job that ends when the spec says so. */
function manualJob(result = 'result', kind: Kind = 'hash', cost = 10) {
  let resolve: (timed: TimedResult<string>) => void;
  let reject: (error: Error) => void;
  const promise = new Promise<TimedResult<string>>((...settlers) => {
    [resolve, reject] = settlers;
  });
  return {
    kind,
    cost,
    run: jest.fn(() => promise),
    finish: (milliseconds = 100) => resolve({ result, milliseconds }),
    fail: () => reject(new Error('fault')),
  };
}

/** Lets everything happen that can happen by itself. */
const pause = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Queues a manual job; `outcome` is its result or its error. */
function submit(queue: HashQueue, signal?: AbortSignal, kind?: Kind, cost?: number) {
  const job = manualJob('result', kind, cost);
  const outcome: Promise<unknown> = queue.run(job, signal).catch((error: unknown) => error);
  return { ...job, outcome };
}

function submitMany(queue: HashQueue, count: number, signal?: AbortSignal) {
  return Array.from({ length: count }, () => submit(queue, signal));
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  await pause();
  return (await Promise.race([promise, Promise.resolve(pending)])) === pending;
}

/** More jobs than any queue of these specs may admit. */
const MAX_ADMITTED = 1000;

/** The number of jobs that `queue` admits before it refuses one. */
async function admitted(queue: HashQueue): Promise<number> {
  for (let count = 0; count < MAX_ADMITTED; count += 1) {
    if (!(await isPending(submit(queue).outcome))) {
      return count;
    }
  }
  throw new Error(`The queue refused none of ${MAX_ADMITTED} jobs`);
}

async function finishOne(queue: HashQueue, milliseconds: number): Promise<void> {
  const job = submit(queue);
  job.finish(milliseconds);
  await job.outcome;
}

function expectRefused(outcome: unknown, retryAfter = expect.stringMatching(/^[1-9]$/)): void {
  expect(outcome).toBeInstanceOf(TemporarilyUnavailableError);
  expect(outcome).toMatchObject({ status: 503, headers: { 'retry-after': retryAfter } });
}

describe('a job', () => {
  it('starts at once while a thread is free, and its result is returned', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const job = manualJob('the hash');
    const result = queue.run(job);
    await pause();
    expect(job.run).toHaveBeenCalledTimes(1);
    job.finish();
    await expect(result).resolves.toBe('the hash');
  });

  it('starts in the order of arrival', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const jobs = submitMany(queue, 4);
    for (let turn = 0; turn < jobs.length; turn += 1) {
      await pause();
      expect(jobs.map(({ run }) => run.mock.calls.length)).toEqual(
        jobs.map((_, index) => (index <= turn ? 1 : 0)),
      );
      jobs[turn]?.finish();
    }
    expect(await Promise.all(jobs.map(({ outcome }) => outcome))).toEqual(Array(4).fill('result'));
  });

  it.each([1, 2, 5])('starts only while fewer than %d run', async (threads) => {
    const queue = new HashQueue({ ...UNBOUNDED, threads });
    const jobs = submitMany(queue, 12);
    await pause();
    for (let done = 0; done < jobs.length; done += 1) {
      const started = jobs.filter(({ run }) => run.mock.calls.length > 0).length;
      expect(started).toBe(Math.min(jobs.length, done + threads));
      jobs[done]?.finish();
      await pause();
    }
  });

  it('starts after a job that failed, whose error is passed on', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const failing = submit(queue);
    const next = submit(queue);
    failing.fail();
    expect(String(await failing.outcome)).toBe('Error: fault');
    expect(next.run).toHaveBeenCalledTimes(1);
    next.finish();
    expect(await next.outcome).toBe('result');
  });

  it('starts after a job that throws synchronously', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const outcome = queue.run({
      ...manualJob(),
      run() {
        throw new Error('fault');
      },
    });
    await expect(outcome).rejects.toThrow('fault');
    const next = submit(queue);
    await pause();
    expect(next.run).toHaveBeenCalledTimes(1);
  });
});

describe('admission', () => {
  it.each([
    { threads: 1, maxWaitMs: 0, expectedMs: 100, waiting: 1 },
    { threads: 1, maxWaitMs: 99, expectedMs: 100, waiting: 1 },
    { threads: 1, maxWaitMs: 100, expectedMs: 100, waiting: 2 },
    { threads: 1, maxWaitMs: 2000, expectedMs: 102.4, waiting: 20 },
    { threads: 2, maxWaitMs: 100, expectedMs: 100, waiting: 3 },
    { threads: 4, maxWaitMs: 100, expectedMs: 100, waiting: 5 },
    { threads: 4, maxWaitMs: 2000, expectedMs: 100, waiting: 81 },
  ])(
    'ends where the predicted wait exceeds maxWaitMs: $threads threads, $maxWaitMs ms, jobs of $expectedMs ms: $waiting wait',
    async ({ waiting, expectedMs, ...options }) => {
      const queue = new HashQueue({ ...options, expectedMs: () => expectedMs });
      expect(await admitted(queue)).toBe(options.threads + waiting);
    },
  );

  it('never runs a job that it refused', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 100, expectedMs: () => 100 });
    const jobs = submitMany(queue, 3);
    const refused = submit(queue);
    for (const job of jobs) {
      job.finish();
    }
    expect(await Promise.all(jobs.map(({ outcome }) => outcome))).toEqual(Array(3).fill('result'));
    expectRefused(await refused.outcome);
    expect(refused.run).not.toHaveBeenCalled();
  });

  it('is refused before anything else can happen', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 0, expectedMs: () => 100 });
    submitMany(queue, 2);
    const order: string[] = [];
    setImmediate(() => order.push('the event loop turns'));
    await submit(queue).outcome;
    order.push('refused');
    await pause();
    expect(order).toEqual(['refused', 'the event loop turns']);
  });

  it.each([
    { expectedMs: 400, maxWaitMs: 300, waiting: 1, retryAfter: '1' },
    { expectedMs: 1000, maxWaitMs: 900, waiting: 1, retryAfter: '1' },
    { expectedMs: 1001, maxWaitMs: 1000, waiting: 1, retryAfter: '2' },
    { expectedMs: 1000, maxWaitMs: 6500, waiting: 7, retryAfter: '7' },
  ])(
    'derives Retry-After from the length of the queue: $waiting jobs of $expectedMs ms give Retry-After $retryAfter',
    async ({ expectedMs, maxWaitMs, waiting, retryAfter }) => {
      const queue = new HashQueue({ threads: 1, maxWaitMs, expectedMs: () => expectedMs });
      submitMany(queue, 1 + waiting);
      expectRefused(await submit(queue).outcome, retryAfter);
    },
  );

  it('is open again when a job has ended', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 0, expectedMs: () => 100 });
    const running = submit(queue);
    const waiting = submit(queue);
    expectRefused(await submit(queue).outcome);
    running.finish();
    await running.outcome;
    expect(await admitted(queue)).toBe(1);
    expect(waiting.run).toHaveBeenCalledTimes(1);
  });

  it('uses the expected time until a job has been measured', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 3100, expectedMs: () => 100 });
    expect(await admitted(queue)).toBe(33);
  });

  // The running mean after one job of 1,100 ms where 100 ms were expected is 300 ms.
  it('learns from the jobs that it runs', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 3100, expectedMs: () => 100 });
    await finishOne(queue, 1100);
    expect(await admitted(queue)).toBe(12);
  });

  it('opens wider when jobs turn out fast', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 100, expectedMs: () => 1000 });
    expect(
      await admitted(new HashQueue({ threads: 1, maxWaitMs: 100, expectedMs: () => 1000 })),
    ).toBe(2);
    for (let count = 0; count < 40; count += 1) {
      await finishOne(queue, 1);
    }
    expect(await admitted(queue)).toBeGreaterThan(50);
  });

  it('learns nothing from a job that failed', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 3100, expectedMs: () => 100 });
    const failing = submit(queue);
    failing.fail();
    await failing.outcome;
    expect(await admitted(queue)).toBe(33);
  });
});

describe('jobs of several costs', () => {
  /** What bcryptHasher() expects, roughly. */
  const expectedMs = (cost: number) => 0.1 * 2 ** cost;

  async function measure(queue: HashQueue, cost: number, milliseconds: number): Promise<void> {
    const job = submit(queue, undefined, 'verify', cost);
    job.finish(milliseconds);
    await job.outcome;
  }

  it('have an average each: cheap logins do not admit more sign-ups', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 1000, expectedMs });
    for (let count = 0; count < 25; count += 1) {
      await measure(queue, 4, 1.6);
    }
    // One that runs, and ten of 102.4 ms that wait: the last of them for 921.6 ms.
    expect(await admitted(queue)).toBe(11);
  });

  it('have an average each: one expensive login does not refuse sign-ups', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 1000, expectedMs });
    await measure(queue, 14, 16_384);
    expect(await admitted(queue)).toBe(11);
  });

  it('count for what they cost while they wait', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 1000, expectedMs });
    submit(queue, undefined, 'hash', 4);
    submit(queue, undefined, 'hash', 14);
    expectRefused(await submit(queue, undefined, 'hash', 4).outcome, '2');
  });
});

describe('hashing and verifying', () => {
  const OPTIONS: HashQueueOptions = { threads: 1, maxWaitMs: 1000, expectedMs: () => 100 };

  function flood(queue: HashQueue, kind: Kind) {
    return Array.from({ length: 30 }, () => submit(queue, undefined, kind));
  }

  it.each<[flooding: Kind, other: Kind]>([
    ['verify', 'hash'],
    ['hash', 'verify'],
  ])('take turns: a flood of %s leaves %s its half', async (flooding, other) => {
    const queue = new HashQueue(OPTIONS);
    const many = flood(queue, flooding);
    const few = Array.from({ length: 5 }, () => submit(queue, undefined, other));
    const started = ({ run }: { run: jest.Mock }) => run.mock.calls.length > 0;
    for (let turn = 0; turn < 5; turn += 1) {
      await pause();
      expect(few.filter(started)).toHaveLength(turn);
      many[turn]?.finish();
      await pause();
      expect(few.filter(started)).toHaveLength(turn + 1);
      few[turn]?.finish();
    }
    expect(await Promise.all(few.map(({ outcome }) => outcome))).toEqual(Array(5).fill('result'));
    expectRefused(await many.at(-1)?.outcome);
  });

  it.each<[last: Kind, refused: boolean]>([
    ['verify', false],
    ['hash', true],
  ])('predict the turns of the other kind: the last turn was of %s', async (last, refused) => {
    const queue = new HashQueue({ ...OPTIONS, maxWaitMs: 99 });
    submit(queue, undefined, last);
    submit(queue, undefined, 'verify');
    const { outcome } = submit(queue, undefined, 'hash');
    expect(await isPending(outcome)).toBe(!refused);
  });
});

describe('stats', () => {
  it('count what runs, what waits and what was refused, and give the average by cost', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 150, expectedMs: () => 100 });
    expect(queue.stats()).toEqual({ running: 0, waiting: 0, refused: 0, meanMs: {} });
    await finishOne(queue, 200);
    const login = submit(queue, undefined, 'verify', 4);
    submitMany(queue, 3);
    expect(queue.stats()).toEqual({ running: 1, waiting: 2, refused: 1, meanMs: { 10: 120 } });
    login.finish(0);
    await login.outcome;
    expect(queue.stats().meanMs).toEqual({ 4: 80, 10: 120 });
  });
});

describe('a refusal', () => {
  it('has the reason for the host', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 0, expectedMs: () => 100 });
    const [running, waiting] = submitMany(queue, 2);
    expect(await submit(queue).outcome).toHaveProperty('reason', 'hash_queue');
    const closed = queue.close();
    expect(await submit(queue).outcome).toHaveProperty('reason', 'closing');
    running?.finish();
    await running?.outcome;
    waiting?.finish();
    await closed;
    expect(await submit(queue).outcome).toHaveProperty('reason', 'closing');
  });
});

describe('a job without a maximum wait', () => {
  it('is accepted when others are refused, and runs in the order of arrival', async () => {
    const queue = new HashQueue({ ...UNBOUNDED, threads: 1, maxWaitMs: 0, expectedMs: () => 1000 });
    const running = submit(queue);
    const waiting = submit(queue);
    const patient = manualJob();
    const outcome = queue.runUnbounded(patient);
    expectRefused(await submit(queue).outcome);
    running.finish();
    await running.outcome;
    await pause();
    expect(patient.run).not.toHaveBeenCalled();
    waiting.finish();
    await waiting.outcome;
    await pause();
    expect(patient.run).toHaveBeenCalledTimes(1);
    patient.finish();
    await outcome;
  });

  it('is refused when the queue has been closed', async () => {
    const queue = new HashQueue(UNBOUNDED);
    await queue.close();
    const job = manualJob();
    expectRefused(await queue.runUnbounded(job).catch((error: unknown) => error));
    expect(job.run).not.toHaveBeenCalled();
  });
});

describe('an abort', () => {
  it('before the arrival rejects with its reason, and the job never runs', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const job = submit(queue, AbortSignal.abort('gone'));
    expect(await job.outcome).toBe('gone');
    expect(job.run).not.toHaveBeenCalled();
  });

  it('before the arrival takes precedence over a full queue', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 0, expectedMs: () => 100 });
    submitMany(queue, 2);
    const job = submit(queue, AbortSignal.abort('gone'));
    expect(await job.outcome).toBe('gone');
  });

  it('in the queue rejects at once with its reason, and the job never runs', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const controller = new AbortController();
    const first = submit(queue);
    const aborted = submit(queue, controller.signal);
    const last = submit(queue);
    controller.abort('gone');
    expect(await aborted.outcome).toBe('gone');

    first.finish();
    await first.outcome;
    expect(last.run).toHaveBeenCalledTimes(1);
    last.finish();
    await last.outcome;
    expect(aborted.run).not.toHaveBeenCalled();
  });

  it('in the queue frees the place', async () => {
    const queue = new HashQueue({ threads: 1, maxWaitMs: 0, expectedMs: () => 100 });
    const controller = new AbortController();
    submit(queue);
    const aborted = submit(queue, controller.signal);
    expectRefused(await submit(queue).outcome);
    controller.abort();
    await aborted.outcome;
    expect(await admitted(queue)).toBe(1);
  });

  it('of a running job changes nothing', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const controller = new AbortController();
    const job = submit(queue, controller.signal);
    await pause();
    controller.abort();
    expect(await isPending(job.outcome)).toBe(true);
    job.finish();
    expect(await job.outcome).toBe('result');
  });

  it('is listened for only in the queue', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const { signal } = new AbortController();
    const jobs = submitMany(queue, 3, signal);
    expect(getEventListeners(signal, 'abort')).toHaveLength(2);
    for (const job of jobs) {
      job.finish();
    }
    await Promise.all(jobs.map(({ outcome }) => outcome));
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('close', () => {
  it('resolves at once when nothing runs', async () => {
    await expect(new HashQueue(UNBOUNDED).close()).resolves.toBeUndefined();
  });

  it('resolves when the running and the waiting jobs have ended', async () => {
    const queue = new HashQueue({ ...UNBOUNDED, threads: 2 });
    const jobs = submitMany(queue, 4);
    const closed = queue.close();
    for (const job of jobs) {
      expect(await isPending(closed)).toBe(true);
      job.finish();
      expect(await job.outcome).toBe('result');
    }
    expect(await isPending(closed)).toBe(false);
  });

  it('resolves when the last job fails', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const job = submit(queue);
    const closed = queue.close();
    job.fail();
    await expect(closed).resolves.toBeUndefined();
  });

  it('does not wait for a job that is aborted in the queue', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const controller = new AbortController();
    const running = submit(queue);
    const aborted = submit(queue, controller.signal);
    const closed = queue.close();
    controller.abort('gone');
    expect(await aborted.outcome).toBe('gone');
    expect(await isPending(closed)).toBe(true);
    running.finish();
    await expect(closed).resolves.toBeUndefined();
  });

  it('refuses later jobs while others still run, and after that', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const running = submit(queue);
    const closed = queue.close();
    const during = submit(queue);
    expectRefused(await during.outcome, '1');
    running.finish();
    await closed;
    const after = submit(queue);
    expectRefused(await after.outcome, '1');
    expect([during.run, after.run].map((run) => run.mock.calls.length)).toEqual([0, 0]);
  });

  it('may be called twice', async () => {
    const queue = new HashQueue(UNBOUNDED);
    const running = submit(queue);
    const closings = Promise.all([queue.close(), queue.close()]);
    running.finish();
    await closings;
    await queue.close();
  });
});

describe('any order of events', () => {
  type Event = { readonly kind: 'arrive' | 'finish' | 'fail' | 'abort'; readonly pick: number };

  type ControlledJob = ReturnType<typeof manualJob> & { readonly controller: AbortController };

  const events = fc.array(
    fc.record<Event>({
      kind: fc.constantFrom('arrive', 'arrive', 'finish', 'fail', 'abort'),
      pick: fc.nat(20),
    }),
    { maxLength: 30 },
  );

  /** What may run after `history`, by a queue that is nothing but two lists. */
  class PlainQueue {
    readonly running: number[] = [];
    readonly waiting: number[] = [];
    readonly started: number[] = [];

    constructor(readonly threads: number) {}

    arrive(job: number) {
      this.waiting.push(job);
      this.fill();
    }

    leave(list: number[], pick: number): number | undefined {
      const [job] = list.splice(pick % Math.max(1, list.length), 1);
      this.fill();
      return job;
    }

    private fill() {
      while (this.running.length < this.threads && this.waiting.length > 0) {
        const job = this.waiting.shift() as number;
        this.running.push(job);
        this.started.push(job);
      }
    }
  }

  it('starts the jobs that two plain lists start, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), events, async (threads, history) => {
        const queue = new HashQueue({ ...UNBOUNDED, threads });
        const plain = new PlainQueue(threads);
        const jobs: ControlledJob[] = [];
        const started: number[] = [];
        for (const { kind, pick } of history) {
          if (kind === 'arrive') {
            const index = jobs.length;
            const job = { ...manualJob(), controller: new AbortController() };
            jobs.push(job);
            plain.arrive(index);
            job.run.mockImplementationOnce(() => {
              started.push(index);
              return job.run();
            });
            queue.run(job, job.controller.signal).catch(() => undefined);
          } else if (kind === 'abort') {
            jobs[plain.leave(plain.waiting, pick) ?? -1]?.controller.abort();
          } else {
            const job = jobs[plain.leave(plain.running, pick) ?? -1];
            kind === 'finish' ? job?.finish() : job?.fail();
          }
          await pause();
          expect(started).toEqual(plain.started);
        }
        const closed = queue.close();
        expect(await isPending(closed)).toBe(plain.running.length > 0);
        for (const job of jobs) {
          job.finish();
        }
        await closed;
        expect(started.length).toBe(plain.started.length + plain.waiting.length);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
