import { TemporarilyUnavailableError } from '../errors';

/**
 * Runs `work` for at most `milliseconds`; then, or when `parent` is aborted, the work is told by its
 * signal and nobody waits for it any longer.
 *
 * @throws {TemporarilyUnavailableError} when the time is over.
 */
export async function withDeadline<Result>(
  milliseconds: number,
  parent: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { signal } = controller;
  const over = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  const follow = () => controller.abort(parent?.reason);
  const timer = setTimeout(() => {
    const cause = new Error(`No answer within ${milliseconds} ms`);
    controller.abort(new TemporarilyUnavailableError({ cause }));
  }, milliseconds);
  parent?.addEventListener('abort', follow, { once: true });
  try {
    return await Promise.race([work(signal), over]);
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener('abort', follow);
  }
}
