import { TemporarilyUnavailableError } from '../errors';
import { untilAborted } from './until-aborted';

/**
 * Runs `work` for at most `milliseconds`; then `controller` is aborted. When it is, for that reason or
 * for another, the work is told by its signal and nobody waits for it any longer.
 *
 * @throws {TemporarilyUnavailableError} when the time is over.
 */
export async function withDeadline<Result>(
  milliseconds: number,
  controller: AbortController,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const { signal } = controller;
  signal.throwIfAborted();
  const timer = setTimeout(() => {
    const cause = new Error(`No answer within ${milliseconds} ms`);
    controller.abort(new TemporarilyUnavailableError({ cause }));
  }, milliseconds);
  try {
    return await untilAborted(work(signal), signal);
  } finally {
    clearTimeout(timer);
  }
}
