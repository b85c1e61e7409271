import { InvalidPasswordError } from '../../lib/errors';

/** Where the specs pretend that the options stand. */
export const PATH = 'connections[0].options';

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

/** Expects the `TypeError` that names the option, shows its value and says what to write. */
export function expectWrongOption(
  build: () => unknown,
  option: string,
  value: string,
  advice: string,
): void {
  let thrown: unknown;
  try {
    build();
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(TypeError);
  expect((thrown as TypeError).message).toBe(
    `express-dbconnections: ${option} is ${value}; ${advice}`,
  );
}
