import { setImmediate } from 'node:timers/promises';
import { TemporarilyUnavailableError } from 'express-dbconnections';
import { withDeadline } from '../../lib/http/deadline';

const LONG = 60_000;

function never(): Promise<never> {
  return new Promise(() => {});
}

it('gives the answer that comes in time, and leaves its signal alone', async () => {
  let seen: AbortSignal | undefined;
  const answer = await withDeadline(5, async ({ signal }) => {
    seen = signal;
    return 7;
  });
  // A later deadline: the first one has passed when this one does.
  await withDeadline(20, never).catch(() => undefined);

  expect(answer).toBe(7);
  expect(seen?.aborted).toBe(false);
});

it.each([new Error('own'), undefined, 'text'])(
  'passes on what comes instead: %p',
  async (fault) => {
    await expect(withDeadline(LONG, () => Promise.reject(fault))).rejects.toBe(fault);
    await expect(
      withDeadline(LONG, () => {
        throw fault;
      }),
    ).rejects.toBe(fault);
  },
);

it('is over with a 503 that says so to the host, and with its signal', async () => {
  const signals: AbortSignal[] = [];
  const error = await withDeadline(5, ({ signal }) => {
    signals.push(signal);
    return never();
  }).catch((reason: unknown) => reason);

  expect(error).toBeInstanceOf(TemporarilyUnavailableError);
  expect(error).toMatchObject({ status: 503, cause: new Error('No answer within 5 ms') });
  expect(signals).toEqual([expect.objectContaining({ aborted: true, reason: error })]);
});

it('takes no notice of what comes afterwards', async () => {
  let reject: (fault: unknown) => void = () => {};
  const late = new Promise<never>((_resolve, fail) => {
    reject = fail;
  });
  await withDeadline(1, () => late).catch(() => undefined);
  reject(new Error('late'));
  // An unhandled rejection would fail the spec here.
  await setImmediate();
});
