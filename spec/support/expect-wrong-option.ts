/** Expects the `TypeError` that names the option, describes its value and says what to write. */
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
