import { TemporarilyUnavailableError } from '../errors';
import { abortable } from '../signup/abortable';

/**
 * Runs `task` for at most `milliseconds`; aborts its signal then, which is that of `controller`.
 *
 * @throws {TemporarilyUnavailableError} when the time is up.
 */
export async function withTimeout<Result>(
  milliseconds: number,
  task: (signal: AbortSignal) => Promise<Result>,
  controller = new AbortController(),
): Promise<Result> {
  const timer = setTimeout(() => {
    const cause = new Error(`No response within ${milliseconds} ms`);
    controller.abort(new TemporarilyUnavailableError({ reason: 'deadline', cause }));
  }, milliseconds);
  try {
    return await abortable(task(controller.signal), controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
