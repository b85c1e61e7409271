import { isDeepStrictEqual } from 'node:util';
import type { Schema } from 'mongoose';
import type { User } from './user';

type AnySchema = Schema<User>;

/**
 * Checks what the host's `extend` and plugins have made of the schema.
 *
 * @throws {TypeError} if no sign-up could be stored with it, or equal ones could.
 */
export function assertUsableSchema(schema: AnySchema, original: AnySchema): void {
  assertPaths(schema, original);
  assertNoRequiredFields(schema, original);
  assertUniqueIndexes(schema, original);
}

function assertPaths(schema: AnySchema, original: AnySchema): void {
  for (const [path, { instance: wanted }] of Object.entries(original.paths)) {
    const { instance } = schema.paths[path] ?? {};
    if (instance === undefined) {
      fail(`removes ${path}, which a sign-up needs; leave it in the schema`);
    }
    if (instance !== wanted) {
      fail(`changes ${path} to type ${instance}; leave it of type ${wanted}`);
    }
  }
}

// The connections require it as well.
const MAY_BE_REQUIRED = 'username';

/** A required field that no sign-up sets would make every sign-up fail. */
function assertNoRequiredFields(schema: AnySchema, original: AnySchema): void {
  const allowed = new Set([...original.requiredPaths(), MAY_BE_REQUIRED]);
  const field = schema.requiredPaths(true).find((path) => {
    const { originalRequiredValue, defaultValue } = schema.path(path) as unknown as RequiredType;
    return (
      !allowed.has(path) &&
      !path.endsWith('.$*') &&
      typeof originalRequiredValue !== 'function' &&
      (defaultValue ?? undefined) === undefined
    );
  });
  if (field !== undefined) {
    fail(
      `requires ${field}, which no sign-up fills in; give it a default, ` +
        'or write required as a function if a hook fills it in',
    );
  }
}

function assertUniqueIndexes(schema: AnySchema, original: AnySchema): void {
  const indexes = schema.indexes();
  for (const [key, { unique, partialFilterExpression }] of original.indexes()) {
    const kept = indexes.some(
      ([one, options]) =>
        isDeepStrictEqual(Object.entries(one), Object.entries(key)) &&
        isDeepStrictEqual(
          { unique: options.unique, filter: options.partialFilterExpression },
          { unique, filter: partialFilterExpression },
        ),
    );
    if (!kept) {
      const fields = Object.keys(key).join(', ');
      fail(`removes or changes the unique index of ${fields}; leave it in the schema`);
    }
  }
}

function fail(what: string): never {
  throw new TypeError(`express-dbconnections: extend or a plugin ${what}`);
}

/** What Mongoose's types lack of a required path. */
interface RequiredType {
  /** A function if it depends on the document. */
  readonly originalRequiredValue?: unknown;
  readonly defaultValue?: unknown;
}
