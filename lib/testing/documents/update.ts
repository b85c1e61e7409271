import { CommandError } from '../command-error';
import { type BsonDocument, fieldOf, isDocument } from './bson';
import { compareValues } from './value-order';

/** Returns a changed copy. */
export type Update = (document: BsonDocument) => BsonDocument;

interface Step {
  readonly path: string;
  readonly apply: Update;
}

type Operator = (names: readonly string[], operand: unknown) => Update;

const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['$set', (names, value) => (document) => set(document, names, value) as BsonDocument],
  ['$unset', (names) => (document) => unset(document, names) as BsonDocument],
  // Mongoose adds it for timestamps. It changes no document that exists, and nothing is upserted.
  ['$setOnInsert', () => (document) => document],
]);

/** Compiles `{ $set: { field: value } }` and the like; replacements are not implemented. */
export function compileUpdate(specification: unknown): Update {
  if (!isDocument(specification) || Object.keys(specification).length === 0) {
    throw new CommandError('FailedToParse', 'this server updates by a document of operators');
  }
  const steps = Object.entries(specification).flatMap(([name, fields]) => stepsOf(name, fields));
  assertNoConflicts(steps.map(({ path }) => path));
  return (document) => {
    const updated = steps.reduce((result, { apply }) => apply(result), document);
    assertSameId(document, updated);
    return updated;
  };
}

function stepsOf(name: string, fields: unknown): Step[] {
  const operator = OPERATORS.get(name);
  if (operator === undefined) {
    const known = [...OPERATORS.keys()].join(', ');
    throw new CommandError('FailedToParse', `Unknown modifier: ${name} (this server has ${known})`);
  }
  if (!isDocument(fields)) {
    throw new CommandError('FailedToParse', `${name} needs a document of fields`);
  }
  return Object.entries(fields).map(([path, operand]) => ({
    path,
    apply: operator(namesOf(path), operand),
  }));
}

function namesOf(path: string): string[] {
  const names = path.split('.');
  if (names.includes('')) {
    const message = `The update path '${path}' contains an empty field name`;
    throw new CommandError('EmptyFieldName', message);
  }
  if (names.some((name) => name.startsWith('$'))) {
    throw new CommandError('BadValue', `this server updates plain paths only, not '${path}'`);
  }
  return names;
}

function assertNoConflicts(paths: readonly string[]): void {
  for (const [index, path] of paths.entries()) {
    const other = paths.slice(0, index).find((earlier) => overlap(earlier, path));
    if (other !== undefined) {
      const message = `Updating the path '${path}' would create a conflict at '${other}'`;
      throw new CommandError('ConflictingUpdateOperators', message);
    }
  }
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function set(container: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) {
    return value;
  }
  const document = container === undefined ? {} : asDocument(container, name);
  return { ...document, [name]: set(fieldOf(document, name), rest, value) };
}

function unset(container: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) {
    return undefined;
  }
  if (!isDocument(container) && !Array.isArray(container)) {
    return container;
  }
  const document = asDocument(container, name);
  const { [name]: old, ...others } = document;
  const kept = unset(old, rest);
  return kept === undefined ? others : { ...document, [name]: kept };
}

function asDocument(container: unknown, name: string): BsonDocument {
  if (isDocument(container)) {
    return container;
  }
  const message = `this server changes fields of documents only, not '${name}' in another value`;
  throw new CommandError('PathNotViable', message);
}

function assertSameId(before: BsonDocument, after: BsonDocument): void {
  if (compareValues(before._id, fieldOf(after, '_id')) !== 0) {
    const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
    throw new CommandError('ImmutableField', message);
  }
}
