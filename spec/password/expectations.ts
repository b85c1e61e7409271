import { InvalidPasswordError } from '../../lib/errors';

/** The body that `check` refuses with, to the byte; `undefined` when it refuses nothing. */
export function refusal(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidPasswordError)) {
      throw error;
    }
    return JSON.stringify(error);
  }
}
