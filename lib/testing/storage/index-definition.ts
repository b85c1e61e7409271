import { type BsonDocument, isDocument } from '../documents/bson';
import { valuesAt } from '../documents/field-path';
import type { Predicate } from '../documents/filter';
import { keyOf } from '../documents/value-key';
import { isNumber, numberOf } from '../documents/value-order';
import { CommandError } from '../errors';
import { compilePartialFilter } from './partial-filter';

export interface IndexDefinition {
  readonly name: string;
  readonly paths: readonly string[];
  /** The index on `_id` is unique without saying so. */
  readonly unique: boolean;
  /** Whether the index holds the document at all: a partial or sparse one may not. */
  readonly holds: Predicate;
  /** As the client wrote it: what is stored, and what listIndexes shows. */
  readonly specification: BsonDocument;
}

const knownOptions = ['key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'v', 'ns'];
/** Without effect since MongoDB 4.2 builds every index in the same way. */
const ignoredOptions = ['background'];

export function parseIndex(specification: unknown): IndexDefinition {
  if (!isDocument(specification)) {
    throw new CommandError('TypeMismatch', 'an index specification must be a document');
  }
  refuseUnknownOptions(specification);
  const { name, key } = specification;
  if (typeof name !== 'string' || name === '') {
    throw new CommandError('FailedToParse', "The 'name' field is a required property of an index");
  }
  const paths = pathsOf(key);
  const { unique = false, sparse = false, partialFilterExpression } = specification;
  if (typeof unique !== 'boolean' || typeof sparse !== 'boolean') {
    throw new CommandError('TypeMismatch', "The fields 'unique' and 'sparse' must be booleans");
  }
  if (sparse && partialFilterExpression !== undefined) {
    const message = 'cannot mix "partialFilterExpression" and "sparse" options';
    throw new CommandError('CannotCreateIndex', message);
  }
  const holds = sparse ? hasOneOf(paths) : compilePartialFilter(partialFilterExpression);
  return {
    name,
    paths,
    unique: unique || (paths.length === 1 && paths[0] === '_id'),
    holds,
    specification: { v: 2, ...specification },
  };
}

/** What makes an index the index that it is, whatever its name. */
export function signatureOf({ specification }: IndexDefinition): string {
  const { key, unique = false, sparse = false, partialFilterExpression = {} } = specification;
  return keyOf([key, unique, sparse, partialFilterExpression]);
}

function refuseUnknownOptions(specification: BsonDocument): void {
  const isKnown = (option: string) => [...knownOptions, ...ignoredOptions].includes(option);
  const unknown = Object.keys(specification).find((option) => !isKnown(option));
  if (unknown === undefined) return;
  const message = `the embedded database does not know the index option '${unknown}'`;
  throw new CommandError('InvalidIndexSpecificationOption', message);
}

function pathsOf(key: unknown): string[] {
  const directions = isDocument(key) ? Object.entries(key) : [];
  if (directions.length === 0 || !directions.every(isPlainDirection)) {
    const message = 'the embedded database indexes plain fields, 1 or -1';
    throw new CommandError('CannotCreateIndex', message);
  }
  return directions.map(([path]) => path);
}

function isPlainDirection([path, direction]: [string, unknown]): boolean {
  const isPlainPath = path.split('.').every((name) => name !== '' && !name.includes('$'));
  if (!isPlainPath || !isNumber(direction)) return false;
  return Math.abs(Number(numberOf(direction))) === 1;
}

function hasOneOf(paths: readonly string[]): Predicate {
  return (document) =>
    paths.some((path) => valuesAt(document, path).some((value) => value !== undefined));
}
