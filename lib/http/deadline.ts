import { Cancellation } from '../signup/cancellation';
import type { LookUpOptions } from '../tenant/client-directory';

/**
 * Asks a directory and waits for at most `milliseconds`.
 *
 * @throws {TemporarilyUnavailableError} when the time is over.
 */
export async function withDeadline<Result>(
  milliseconds: number,
  ask: (options: LookUpOptions) => Promise<Result>,
): Promise<Result> {
  const cancellation = new Cancellation();
  cancellation.startClock(milliseconds);
  try {
    return await cancellation.wait(ask(cancellation));
  } finally {
    cancellation.stopClock();
  }
}
