import { setImmediate } from 'node:timers/promises';
import { TemporarilyUnavailableError } from '../../lib/errors';
import { Cancellation } from '../../lib/signup/cancellation';

const LONG = 60_000;
const GONE = new Error('gone');

function never(): Promise<never> {
  return new Promise(() => {});
}

function cancelled(reason: unknown): Cancellation {
  const cancellation = new Cancellation();
  cancellation.cancel(reason);
  return cancellation;
}

describe('waiting', () => {
  it('is as good as the work alone, one after the other', async () => {
    const cancellation = new Cancellation();
    await expect(cancellation.wait(Promise.resolve(7))).resolves.toBe(7);
    await expect(cancellation.wait(Promise.reject('fault'))).rejects.toBe('fault');
    await expect(cancellation.wait(Promise.resolve(8))).resolves.toBe(8);
  });

  it('is over with the cancellation, for its reason', async () => {
    const cancellation = new Cancellation();
    await cancellation.wait(Promise.resolve());
    const pending = cancellation.wait(never());
    cancellation.cancel(GONE);
    await expect(pending).rejects.toBe(GONE);
  });

  it('is over at once when it comes too late, though the work is done', async () => {
    await expect(cancelled(GONE).wait(never())).rejects.toBe(GONE);
    await expect(cancelled(GONE).wait(Promise.resolve())).rejects.toBe(GONE);
  });

  it('does not mind how the work ends then', async () => {
    const cancellation = new Cancellation();
    let fail: (fault: unknown) => void = () => {};
    const work = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const pending = cancellation.wait(work);
    cancellation.cancel(GONE);
    await expect(pending).rejects.toBe(GONE);
    fail(new Error('late'));
    // An unhandled rejection would fail the spec here.
    await setImmediate();
  });
});

describe('a cancellation', () => {
  it.each([GONE, undefined, 'text'])('throws its reason, whatever it is: %p', (reason) => {
    const notYet = new Cancellation();
    expect(() => notYet.throwIfCancelled()).not.toThrow();
    let thrown: unknown = 'nothing';
    try {
      cancelled(reason).throwIfCancelled();
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe(reason);
  });

  it('has the first reason for good', () => {
    const cancellation = cancelled(GONE);
    const { signal } = cancellation;
    cancellation.cancel(new Error('another'));
    expect(signal.reason).toBe(GONE);
    expect(() => cancellation.throwIfCancelled()).toThrow(GONE);
  });
});

describe('the signal', () => {
  it('is aborted with the cancellation, for its reason', () => {
    const cancellation = new Cancellation();
    const { signal } = cancellation;
    expect(signal.aborted).toBe(false);
    cancellation.cancel(GONE);
    expect(signal).toMatchObject({ aborted: true, reason: GONE });
  });

  it('is one and the same for all who look', () => {
    const cancellation = new Cancellation();
    expect(cancellation.signal).toBe(cancellation.signal);
  });

  it('is aborted from the beginning for those who look too late', () => {
    expect(cancelled(GONE).signal).toMatchObject({ aborted: true, reason: GONE });
  });
});

describe('the clock', () => {
  it('cancels by a 503 that says so to the host', async () => {
    const cancellation = new Cancellation();
    cancellation.startClock(5);
    const error = await cancellation.wait(never()).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TemporarilyUnavailableError);
    expect(error).toMatchObject({ status: 503, cause: new Error('No answer within 5 ms') });
  });

  it.each<[string, (cancellation: Cancellation) => void]>([
    ['stops when it is told to', (cancellation) => cancellation.stopClock()],
    ['stops with the cancellation', (cancellation) => cancellation.cancel(GONE)],
  ])('%s', (_title, stop) => {
    const clear = jest.spyOn(globalThis, 'clearTimeout');
    const set = jest.spyOn(globalThis, 'setTimeout');
    const cancellation = new Cancellation();
    cancellation.startClock(LONG);
    stop(cancellation);
    expect(clear).toHaveBeenCalledWith(set.mock.results[0]?.value);
    jest.restoreAllMocks();
  });
});
