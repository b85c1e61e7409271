import { CommandError } from '../errors';
import { type BsonDocument, fieldOf, isDocument } from './bson';
import { type Change, modifiers } from './update-operators';
import { compareValues } from './value-order';

export interface Update {
  readonly isReplacement: boolean;
  /** `inserting`: the document is new, made by an upsert. */
  apply(document: BsonDocument, inserting: boolean): BsonDocument;
}

export function compileUpdate(specification: unknown): Update {
  if (!isDocument(specification)) {
    throw new CommandError('FailedToParse', 'the embedded database updates by a document only');
  }
  const isModification = Object.keys(specification)[0]?.startsWith('$') === true;
  return isModification ? modification(specification) : replacement(specification);
}

function replacement(fields: BsonDocument): Update {
  const dollar = Object.keys(fields).find((name) => name.startsWith('$'));
  if (dollar !== undefined) {
    const message = `The dollar ($) prefixed field '${dollar}' is not allowed in a replacement`;
    throw new CommandError('DollarPrefixedFieldName', message);
  }
  return {
    isReplacement: true,
    apply(document) {
      const { _id = fieldOf(document, '_id'), ...others } = fields;
      return keepingId(document, _id === undefined ? others : { _id, ...others });
    },
  };
}

function modification(specification: BsonDocument): Update {
  const steps = Object.entries(specification).flatMap(([name, fields]) => stepsOf(name, fields));
  refuseConflicts(steps.map(({ path }) => path));
  return {
    isReplacement: false,
    apply(document, inserting) {
      const updated = steps
        .filter(({ name }) => inserting || name !== '$setOnInsert')
        .reduce((result, { change }) => change(result), document);
      return keepingId(document, updated);
    },
  };
}

interface Step {
  readonly name: string;
  readonly path: string;
  readonly change: Change;
}

function stepsOf(name: string, fields: unknown): Step[] {
  const modifier = modifiers.get(name);
  if (modifier === undefined) {
    const known = `the embedded database knows ${[...modifiers.keys()].join(', ')}`;
    throw new CommandError('FailedToParse', `Unknown modifier: ${name} (${known})`);
  }
  if (!isDocument(fields)) {
    const message = `Modifiers operate on fields: ${name} needs a document`;
    throw new CommandError('FailedToParse', message);
  }
  return Object.entries(fields).map(([path, operand]) => {
    refuseUnknownPath(path);
    return { name, path, change: modifier(path, operand) };
  });
}

function refuseUnknownPath(path: string): void {
  const names = path.split('.');
  if (names.includes('')) {
    const message = `The update path '${path}' contains an empty field name`;
    throw new CommandError('EmptyFieldName', message);
  }
  if (names.some((name) => name.startsWith('$'))) {
    const message = `the embedded database updates plain paths only, not '${path}'`;
    throw new CommandError('BadValue', message);
  }
}

function refuseConflicts(paths: readonly string[]): void {
  paths.forEach((path, index) => {
    const other = paths.slice(0, index).find((earlier) => overlap(earlier, path));
    if (other === undefined) return;
    const message = `Updating the path '${path}' would create a conflict at '${other}'`;
    throw new CommandError('ConflictingUpdateOperators', message);
  });
}

function overlap(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

function keepingId(before: BsonDocument, after: BsonDocument): BsonDocument {
  const id = fieldOf(before, '_id');
  if (id === undefined || compareValues(id, fieldOf(after, '_id')) === 0) return after;
  const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
  throw new CommandError('ImmutableField', message);
}
