import { Double, Int32 } from 'bson';

import { type BsonDocument, isDocument } from '../documents/bson';
import { valuesAt } from '../documents/field-path';
import { keyOf } from '../documents/value-key';
import { isNumber, numberOf } from '../documents/value-order';
import { CommandError } from '../errors';
import type { Selection } from './select';

type Expression = (document: BsonDocument) => unknown;
type Accumulator = (documents: readonly BsonDocument[]) => unknown;

/** `$group`, its `_id` made of constants, fields and lists of them, with `$sum` and `$push`. */
export function group(specification: unknown): Selection {
  if (!isDocument(specification) || !('_id' in specification)) {
    throw new CommandError('BadValue', 'a group specification must include an _id');
  }
  const { _id, ...fields } = specification;
  const idOf = compileExpression(_id);
  const accumulators = Object.entries(fields).map(
    ([name, accumulator]) => [name, compileAccumulator(accumulator)] as const,
  );
  return (documents) =>
    [...groupsOf(documents, idOf)].map(([id, members]) => ({
      _id: id,
      ...Object.fromEntries(accumulators.map(([name, accumulate]) => [name, accumulate(members)])),
    }));
}

function groupsOf(
  documents: readonly BsonDocument[],
  idOf: Expression,
): Iterable<readonly [unknown, readonly BsonDocument[]]> {
  const groups = new Map<string, readonly [unknown, BsonDocument[]]>();
  for (const document of documents) {
    const id = idOf(document) ?? null;
    const key = keyOf(id);
    const [, members] = groups.get(key) ?? [id, []];
    members.push(document);
    groups.set(key, [id, members]);
  }
  return groups.values();
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

/** What is no number counts nothing. */
function sumOf(values: readonly unknown[]): Int32 | Double {
  const numbers = values.filter(isNumber).map((value) => Number(numberOf(value)));
  const sum = numbers.reduce((total, number) => total + number, 0);
  return sum === (sum | 0) ? new Int32(sum) : new Double(sum);
}

function unknownExpression(): CommandError {
  const known = 'numbers, null, "$field" and lists of them, and { $sum } and { $push } of those';
  return new CommandError('NotImplemented', `the embedded database knows in $group ${known}`);
}
