import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { untilAborted } from '../../lib/http/until-aborted';

function never(): Promise<never> {
  return new Promise(() => {});
}

describe.each([
  ['without a signal', undefined],
  ['with a signal that stays calm', new AbortController().signal],
])('%s', (_how, signal) => {
  it('is as good as the work alone', async () => {
    await expect(untilAborted(Promise.resolve(7), signal)).resolves.toBe(7);
    await expect(untilAborted(Promise.reject('fault'), signal)).rejects.toBe('fault');
  });
});

it('is over with the signal, for its reason', async () => {
  const controller = new AbortController();
  const reason = new Error('enough');
  const pending = untilAborted(never(), controller.signal);
  controller.abort(reason);
  await expect(pending).rejects.toBe(reason);
});

it('is over at once when the signal is aborted before', async () => {
  const reason = new Error('enough');
  await expect(untilAborted(never(), AbortSignal.abort(reason))).rejects.toBe(reason);
});

it('does not mind how the work ends then', async () => {
  const controller = new AbortController();
  let fail: (fault: unknown) => void = () => {};
  const work = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const pending = untilAborted(work, controller.signal);
  controller.abort(new Error('enough'));
  await expect(pending).rejects.toThrow('enough');
  fail(new Error('late'));
  // An unhandled rejection would fail the spec here.
  await setImmediate();
});

it('leaves no listener behind', async () => {
  const { signal } = new AbortController();
  await untilAborted(Promise.resolve(), signal);
  await untilAborted(Promise.reject(new Error()), signal).catch(() => undefined);
  await setImmediate();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
