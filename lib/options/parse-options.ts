import v = require('valibot');

import { describeValue } from './describe-value';

/**
 * Parses the options of a function of this package.
 *
 * @param name what an error calls the options themselves; their keys need no name in front.
 * @throws {TypeError} when one of them is wrong or unknown.
 */
export function parseOptions<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  options: unknown,
): v.InferOutput<Schema> {
  return parse(schema, options, name, '');
}

/**
 * Parses a document that a host's function returned.
 *
 * @param name the function; an error names the wrong key behind it.
 * @throws {TypeError} when the document is wrong.
 */
export function parseDocument<Schema extends v.GenericSchema>(
  name: string,
  schema: Schema,
  document: unknown,
): v.InferOutput<Schema> {
  return parse(schema, document, name, name);
}

function parse<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name: string,
  prefix: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (!result.success) {
    const [{ path = [], input, message }] = result.issues;
    const where = path.length === 0 ? name : keyPath(prefix, path);
    throw new TypeError(`express-dbconnections: ${where} is ${describeValue(input)}; ${message}`);
  }
  return result.output;
}

function keyPath(prefix: string, path: readonly { readonly key?: unknown }[]): string {
  return path.reduce((parent, { key }) => {
    if (typeof key === 'string' && /^[\w$]+$/.test(key)) {
      return parent === '' ? key : `${parent}.${key}`;
    }
    return `${parent}[${JSON.stringify(key)}]`;
  }, prefix);
}
