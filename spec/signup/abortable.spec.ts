import { getEventListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import { abortable } from '../../lib/signup/abortable';

const REASON = new Error('enough');

function never(): Promise<never> {
  return new Promise(() => {});
}

it('settles as the promise does', async () => {
  const { signal } = new AbortController();

  await expect(abortable(Promise.resolve(7), signal)).resolves.toBe(7);
  await expect(abortable(Promise.reject(REASON), signal)).rejects.toBe(REASON);
});

it.each([REASON, 'text', null])(
  'rejects with the reason when the signal is aborted: %p',
  async (reason) => {
    const controller = new AbortController();
    const pending = abortable(never(), controller.signal);

    controller.abort(reason);

    await expect(pending).rejects.toBe(reason);
  },
);

it('rejects when the signal is aborted already, even if the promise is resolved', async () => {
  const signal = AbortSignal.abort(REASON);

  await expect(abortable(never(), signal)).rejects.toBe(REASON);
  await expect(abortable(Promise.resolve(7), signal)).rejects.toBe(REASON);
});

it('ignores a rejection after the abort', async () => {
  const controller = new AbortController();
  let fail: (error: unknown) => void = () => {};
  const promise = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  const pending = abortable(promise, controller.signal);
  controller.abort(REASON);
  await expect(pending).rejects.toBe(REASON);

  fail(new Error('late'));

  // An unhandled rejection would fail the spec here.
  await setImmediate();
});

it('leaves no listener on the signal', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  await abortable(Promise.resolve(), signal);
  await abortable(Promise.reject(new Error()), signal).catch(() => undefined);
  await setImmediate();
  expect(getEventListeners(signal, 'abort')).toEqual([]);

  const pending = abortable(never(), signal);
  expect(getEventListeners(signal, 'abort')).toHaveLength(1);
  controller.abort(REASON);
  await expect(pending).rejects.toBe(REASON);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
