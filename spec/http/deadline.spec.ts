import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { TemporarilyUnavailableError } from 'express-dbconnections';
import { withDeadline } from '../../lib/http/deadline';

const LONG = 60_000;

function never(): Promise<never> {
  return new Promise(() => {});
}

/** What `work` was told, and what came of it. */
async function outcome(milliseconds: number, parent?: AbortSignal) {
  const signals: AbortSignal[] = [];
  const error = await withDeadline(milliseconds, parent, (signal) => {
    signals.push(signal);
    return never();
  }).catch((reason: unknown) => reason);
  return { error, signals };
}

it('gives the result of work that ends in time, and leaves its signal alone', async () => {
  let seen: AbortSignal | undefined;
  const result = await withDeadline(LONG, undefined, async (signal) => {
    seen = signal;
    return 7;
  });
  expect(result).toBe(7);
  expect(seen?.aborted).toBe(false);
});

it.each([new Error('own'), undefined, 'text'])(
  'passes on what the work throws: %p',
  async (fault) => {
    await expect(withDeadline(LONG, undefined, () => Promise.reject(fault))).rejects.toBe(fault);
    await expect(
      withDeadline(LONG, undefined, () => {
        throw fault;
      }),
    ).rejects.toBe(fault);
  },
);

it('ends work that takes too long by a 503 that says so to the host', async () => {
  const { error, signals } = await outcome(5);
  expect(error).toBeInstanceOf(TemporarilyUnavailableError);
  expect(error).toMatchObject({ status: 503, cause: new Error('No answer within 5 ms') });
  expect(signals).toEqual([expect.objectContaining({ aborted: true, reason: error })]);
});

it('is no end to work that is over by then', async () => {
  let signal: AbortSignal | undefined;
  await withDeadline(5, undefined, async (given) => {
    signal = given;
  });
  await withDeadline(20, undefined, never).catch(() => undefined);
  expect(signal?.aborted).toBe(false);
});

it('ends the work with its parent, for the parent’s reason', async () => {
  const parent = new AbortController();
  const reason = new Error('gone');
  const pending = outcome(LONG, parent.signal);
  parent.abort(reason);
  const { error, signals } = await pending;
  expect(error).toBe(reason);
  expect(signals).toEqual([expect.objectContaining({ aborted: true, reason })]);
});

it('does not begin work whose parent has ended before', async () => {
  const reason = new Error('gone');
  const work = jest.fn(never);
  await expect(withDeadline(LONG, AbortSignal.abort(reason), work)).rejects.toBe(reason);
  expect(work).not.toHaveBeenCalled();
});

it('leaves no listener behind on the parent', async () => {
  const { signal } = new AbortController();
  await withDeadline(LONG, signal, async () => undefined);
  await withDeadline(LONG, signal, () => Promise.reject(new Error())).catch(() => undefined);
  await withDeadline(1, signal, never).catch(() => undefined);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

it('takes no notice of what becomes of the work afterwards', async () => {
  let reject: (fault: unknown) => void = () => {};
  const work = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  await withDeadline(1, undefined, () => work).catch(() => undefined);
  reject(new Error('late'));
  // An unhandled rejection would fail the spec here.
  await setImmediate();
});
