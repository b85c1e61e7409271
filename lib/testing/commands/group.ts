import { CommandError } from '../command-error';
import {
  type BsonDocument,
  Double,
  Int32,
  isDocument,
  isNumber,
  numberOf,
} from '../documents/bson';
import { valuesAt } from '../documents/field-path';
import { keyOf } from '../documents/value-order';

/** Turns the documents that come out of one stage into those that go into the next. */
export type Stage = (documents: readonly BsonDocument[]) => readonly BsonDocument[];

type Expression = (document: BsonDocument) => unknown;
type Accumulator = (documents: readonly BsonDocument[]) => unknown;

/** `$group` by constants, fields and lists of them, with `$sum` and `$push`. */
export function compileGroup(specification: unknown): Stage {
  if (!isDocument(specification) || !('_id' in specification)) {
    throw new CommandError('BadValue', 'a group specification must include an _id');
  }
  const { _id, ...fields } = specification;
  const idOf = compileExpression(_id);
  const accumulators = Object.entries(fields).map(
    ([name, accumulator]) => [name, compileAccumulator(accumulator)] as const,
  );
  return (documents) =>
    groupBy(documents, idOf).map(([id, members]) => ({
      _id: id,
      ...Object.fromEntries(accumulators.map(([name, accumulate]) => [name, accumulate(members)])),
    }));
}

function groupBy(
  documents: readonly BsonDocument[],
  idOf: Expression,
): (readonly [unknown, readonly BsonDocument[]])[] {
  const groups = new Map<string, readonly [unknown, BsonDocument[]]>();
  for (const document of documents) {
    const id = idOf(document) ?? null;
    const key = keyOf(id);
    const group = groups.get(key) ?? [id, []];
    group[1].push(document);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function compileExpression(expression: unknown): Expression {
  if (typeof expression === 'string' && /^\$[^$]/.test(expression)) {
    const path = expression.slice(1);
    return (document) => valuesAt(document, path)[0];
  }
  if (Array.isArray(expression)) {
    const parts = expression.map(compileExpression);
    return (document) => parts.map((part) => part(document) ?? null);
  }
  if (expression === null || isNumber(expression)) {
    return () => expression;
  }
  throw unknownExpression();
}

function compileAccumulator(accumulator: unknown): Accumulator {
  const [[name, operand] = [], ...others] = isDocument(accumulator)
    ? Object.entries(accumulator)
    : [];
  if (others.length === 0 && name === '$push') {
    const pushed = compileExpression(operand);
    return (documents) => documents.map(pushed).filter((value) => value !== undefined);
  }
  if (others.length === 0 && name === '$sum') {
    const added = compileExpression(operand);
    return (documents) => sumOf(documents.map(added));
  }
  throw unknownExpression();
}

/** Values that are not numbers are ignored. */
function sumOf(values: readonly unknown[]): unknown {
  const numbers = values.filter(isNumber).map((value) => Number(numberOf(value)));
  const sum = numbers.reduce((total, number) => total + number, 0);
  return sum === (sum | 0) ? new Int32(sum) : new Double(sum);
}

function unknownExpression(): CommandError {
  const known = 'numbers, null, "$field" and lists of them, and { $sum } and { $push } of those';
  return new CommandError('NotImplemented', `$group of this server takes ${known}`);
}
