import type { GenericSchema } from 'valibot';
import { parseDocument } from '../../lib/options/parse-options';

/** Parses a value that errors call `x`. */
export const parse = (schema: GenericSchema, value: unknown) => parseDocument('x', schema, value);

/** Expects a `TypeError` that names `path` and ends with `advice`. */
export function expectWrong(
  schema: GenericSchema,
  value: unknown,
  path: string,
  advice: string,
): void {
  let message = 'it is accepted';
  try {
    parse(schema, value);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    message = (error as TypeError).message;
  }
  expect(message.startsWith(`express-dbconnections: ${path} is `)).toBe(true);
  expect(message.endsWith(`; ${advice}`)).toBe(true);
}
