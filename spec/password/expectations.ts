import { InvalidPasswordError } from '../../lib/errors';

/** The body that `check` refuses with, to the byte, with all rules; `undefined` when it refuses nothing. */
export function refusal(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidPasswordError)) {
      throw error;
    }
    // The error keeps the rules where the response has a text instead.
    return JSON.stringify({ ...error.toJSON(), description: error.description });
  }
}
