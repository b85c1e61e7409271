import { inspect } from 'node:util';

/** The error for a wrong option: names it, shows its value, says what to write. */
export function invalidOption(path: string, value: unknown, advice: string): TypeError {
  const shown = inspect(value, {
    depth: 1,
    breakLength: Infinity,
    compact: true,
    maxStringLength: 80,
  });
  return new TypeError(`express-dbconnections: ${path} is ${shown}; ${advice}`);
}
