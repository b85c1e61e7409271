import { TemporarilyUnavailableError } from '../errors';
import { untilAborted } from './until-aborted';

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
  parent?.throwIfAborted();
  const controller = new AbortController();
  const follow = () => controller.abort(parent?.reason);
  const timer = setTimeout(() => {
    const cause = new Error(`No answer within ${milliseconds} ms`);
    controller.abort(new TemporarilyUnavailableError({ cause }));
  }, milliseconds);
  parent?.addEventListener('abort', follow, { once: true });
  try {
    return await untilAborted(work(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
    parent?.removeEventListener('abort', follow);
  }
}
