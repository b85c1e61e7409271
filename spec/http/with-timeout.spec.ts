import { setImmediate } from 'node:timers/promises';
import { TemporarilyUnavailableError } from 'express-dbconnections';
import { withTimeout } from '../../lib/http/with-timeout';

const LONG = 60_000;

function never(): Promise<never> {
  return new Promise(() => {});
}

it('resolves with the result of the task, and does not abort its signal later', async () => {
  let seen: AbortSignal | undefined;
  const result = await withTimeout(5, async (signal) => {
    seen = signal;
    return 7;
  });
  // A later timeout: the first one would be over when this one is.
  await withTimeout(20, never).catch(() => undefined);

  expect(result).toBe(7);
  expect(seen?.aborted).toBe(false);
});

it.each([new Error('own'), undefined, 'text'])(
  'rejects with what the task throws or rejects with: %p',
  async (error) => {
    await expect(withTimeout(LONG, () => Promise.reject(error))).rejects.toBe(error);
    await expect(
      withTimeout(LONG, () => {
        throw error;
      }),
    ).rejects.toBe(error);
  },
);

it('rejects with a 503 that names the time, and aborts the signal with it', async () => {
  const signals: AbortSignal[] = [];
  const error = await withTimeout(5, (signal) => {
    signals.push(signal);
    return never();
  }).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(TemporarilyUnavailableError);
  expect(error).toMatchObject({
    status: 503,
    reason: 'deadline',
    cause: new Error('No response within 5 ms'),
  });
  expect(signals).toEqual([expect.objectContaining({ aborted: true, reason: error })]);
});

it('ignores a rejection of the task afterwards', async () => {
  let reject: (error: unknown) => void = () => {};
  const late = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  await withTimeout(1, () => late).catch(() => undefined);
  reject(new Error('late'));
  // An unhandled rejection would fail the spec here.
  await setImmediate();
});

describe('with the controller of a request', () => {
  const REASON = new Error('gone');

  it('hands its signal to the task', async () => {
    const controller = new AbortController();

    await expect(withTimeout(LONG, async (signal) => signal, controller)).resolves.toBe(
      controller.signal,
    );
  });

  it('rejects with the reason of an abort that comes before the timeout', async () => {
    const controller = new AbortController();
    const pending = withTimeout(LONG, never, controller);

    controller.abort(REASON);

    await expect(pending).rejects.toBe(REASON);
  });

  it.each<[string, (controller: AbortController) => Promise<unknown>]>([
    ['succeeds', () => Promise.resolve()],
    ['fails', () => Promise.reject(REASON)],
    [
      'is aborted',
      (controller) => {
        controller.abort(REASON);
        return never();
      },
    ],
  ])('clears its timer when the task %s', async (_how, task) => {
    const clear = jest.spyOn(globalThis, 'clearTimeout');
    const set = jest.spyOn(globalThis, 'setTimeout');
    const controller = new AbortController();

    await withTimeout(LONG, () => task(controller), controller).catch(() => undefined);

    expect(clear).toHaveBeenCalledWith(set.mock.results[0]?.value);
    jest.restoreAllMocks();
  });
});
