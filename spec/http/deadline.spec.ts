import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { TemporarilyUnavailableError } from 'express-dbconnections';
import { withDeadline } from '../../lib/http/deadline';

const LONG = 60_000;

function never(): Promise<never> {
  return new Promise(() => {});
}

/** What `work` was told, and what came of it. */
async function outcome(milliseconds: number, controller = new AbortController()) {
  const signals: AbortSignal[] = [];
  const error = await withDeadline(milliseconds, controller, (signal) => {
    signals.push(signal);
    return never();
  }).catch((reason: unknown) => reason);
  return { error, signals };
}

it('gives the result of work that ends in time, and leaves its signal alone', async () => {
  let seen: AbortSignal | undefined;
  const result = await withDeadline(LONG, new AbortController(), async (signal) => {
    seen = signal;
    return 7;
  });
  expect(result).toBe(7);
  expect(seen?.aborted).toBe(false);
});

it.each([new Error('own'), undefined, 'text'])(
  'passes on what the work throws: %p',
  async (fault) => {
    await expect(
      withDeadline(LONG, new AbortController(), () => Promise.reject(fault)),
    ).rejects.toBe(fault);
    await expect(
      withDeadline(LONG, new AbortController(), () => {
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
  await withDeadline(5, new AbortController(), async (given) => {
    signal = given;
  });
  await withDeadline(20, new AbortController(), never).catch(() => undefined);
  expect(signal?.aborted).toBe(false);
});

it('ends the work that is aborted, for that reason', async () => {
  const controller = new AbortController();
  const reason = new Error('gone');
  const pending = outcome(LONG, controller);
  controller.abort(reason);
  const { error, signals } = await pending;
  expect(error).toBe(reason);
  expect(signals).toEqual([expect.objectContaining({ aborted: true, reason })]);
});

it('does not begin work that was aborted before', async () => {
  const reason = new Error('gone');
  const work = jest.fn(never);
  const controller = new AbortController();
  controller.abort(reason);
  await expect(withDeadline(LONG, controller, work)).rejects.toBe(reason);
  expect(work).not.toHaveBeenCalled();
});

it('leaves no listener behind', async () => {
  const controller = new AbortController();
  await withDeadline(LONG, controller, async () => undefined);
  await withDeadline(LONG, controller, () => Promise.reject(new Error())).catch(() => undefined);
  await withDeadline(1, controller, never).catch(() => undefined);
  expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
});

it('takes no notice of what becomes of the work afterwards', async () => {
  let reject: (fault: unknown) => void = () => {};
  const work = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  await withDeadline(1, new AbortController(), () => work).catch(() => undefined);
  reject(new Error('late'));
  // An unhandled rejection would fail the spec here.
  await setImmediate();
});
