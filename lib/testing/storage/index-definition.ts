import { CommandError } from '../command-error';
import { type BsonDocument, isDocument, isNumber, numberOf } from '../documents/bson';
import { valuesAt, withElements } from '../documents/field-path';
import type { Predicate } from '../documents/filter';
import { keyOf } from '../documents/value-order';

export interface IndexDefinition {
  readonly name: string;
  readonly paths: readonly string[];
  /** The index on `_id` is unique without an option. */
  readonly unique: boolean;
  /** Whether the index contains a document: a partial or sparse index may not. */
  readonly contains: Predicate;
  /** What listIndexes returns and the journal stores. */
  readonly specification: BsonDocument;
}

const OPTIONS = ['key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'v', 'background'];

export function parseIndex(specification: BsonDocument): IndexDefinition {
  assertKnownOptions(specification);
  const { name, key, partialFilterExpression, unique = false, sparse = false } = specification;
  if (typeof name !== 'string' || name === '') {
    throw new CommandError('FailedToParse', "The 'name' field is a required property of an index");
  }
  if (typeof unique !== 'boolean' || typeof sparse !== 'boolean') {
    throw new CommandError('TypeMismatch', "The fields 'unique' and 'sparse' must be booleans");
  }
  if (sparse && partialFilterExpression !== undefined) {
    const message = 'cannot mix "partialFilterExpression" and "sparse" options';
    throw new CommandError('CannotCreateIndex', message);
  }
  const paths = pathsOf(key);
  return {
    name,
    paths,
    unique: unique || (paths.length === 1 && paths[0] === '_id'),
    contains: sparse ? hasOneOf(paths) : compilePartialFilter(partialFilterExpression),
    specification: { v: 2, ...specification },
  };
}

/** Equal for two definitions of the same index, whatever its name. */
export function signatureOf({ specification }: IndexDefinition): string {
  const { key, unique = false, sparse = false, partialFilterExpression = {} } = specification;
  return keyOf([key, unique, sparse, partialFilterExpression]);
}

function assertKnownOptions(specification: BsonDocument): void {
  const unknown = Object.keys(specification).find((option) => !OPTIONS.includes(option));
  if (unknown !== undefined) {
    const message = `this server does not implement the index option '${unknown}'`;
    throw new CommandError('InvalidIndexSpecificationOption', message);
  }
}

function pathsOf(key: unknown): string[] {
  const directions = isDocument(key) ? Object.entries(key) : [];
  if (directions.length === 0 || !directions.every(isPlainDirection)) {
    throw new CommandError('CannotCreateIndex', 'this server indexes plain fields, 1 or -1');
  }
  return directions.map(([path]) => path);
}

function isPlainDirection([path, direction]: [string, unknown]): boolean {
  const isPlainPath = path.split('.').every((name) => name !== '' && !name.includes('$'));
  return isPlainPath && isNumber(direction) && Math.abs(Number(numberOf(direction))) === 1;
}

function hasOneOf(paths: readonly string[]): Predicate {
  return (document) =>
    paths.some((path) => valuesAt(document, path).some((value) => value !== undefined));
}

function compilePartialFilter(expression: unknown = {}): Predicate {
  if (!isDocument(expression)) {
    throw new CommandError('TypeMismatch', "'partialFilterExpression' must be a document");
  }
  const predicates = Object.entries(expression).map(([path, condition]) => {
    const test = compilePartialCondition(path, condition);
    return (document: BsonDocument) => withElements(valuesAt(document, path)).some(test);
  });
  return (document) => predicates.every((matches) => matches(document));
}

function compilePartialCondition(path: string, condition: unknown): (value: unknown) => boolean {
  const [[operator, operand] = [], ...others] = isDocument(condition)
    ? Object.entries(condition)
    : [];
  if (others.length === 0 && operator === '$exists' && operand === true) {
    return (value) => value !== undefined;
  }
  if (others.length === 0 && operator === '$type' && operand === 'string') {
    return (value) => typeof value === 'string';
  }
  const known = '{ $exists: true } or { $type: "string" }';
  const message = `partial indexes of this server need ${known} at '${path}'`;
  throw new CommandError('CannotCreateIndex', message);
}
