import { Cancellation } from '../signup/cancellation';
import type { ResolverOptions } from '../tenant/clients';

/**
 * Asks a directory and waits for at most `milliseconds`.
 *
 * @throws {TemporarilyUnavailableError} when the time is over.
 */
export async function withDeadline<Result>(
  milliseconds: number,
  ask: (options: ResolverOptions) => Promise<Result>,
): Promise<Result> {
  const cancellation = new Cancellation();
  cancellation.startClock(milliseconds);
  try {
    return await cancellation.wait(ask(cancellation));
  } finally {
    cancellation.stopClock();
  }
}
