import { CommandError } from '../command-error';
import { type BsonDocument, isDocument, isNumber, numberOf } from './bson';
import { valuesAt, withElements } from './field-path';
import { areSameType, assertComparable, compareValues } from './value-order';

export type Predicate = (document: BsonDocument) => boolean;

/** The values of one document at the path of a condition. */
interface Values {
  readonly reached: readonly unknown[];
  /** The reached values, and the elements of those that are arrays. */
  readonly candidates: readonly unknown[];
}

type Test = (values: Values) => boolean;

const OPERATORS: ReadonlyMap<string, (operand: unknown) => Test> = new Map([
  ['$eq', equals],
  ['$ne', differs],
  ['$in', isIn],
  ['$exists', exists],
  ['$gt', range((order) => order > 0)],
  ['$gte', range((order) => order >= 0)],
  ['$lt', range((order) => order < 0)],
  ['$lte', range((order) => order <= 0)],
]);

/** Compiles the whole filter first, so that an unknown operator throws even without documents. */
export function compileFilter(filter: BsonDocument): Predicate {
  const predicates = Object.entries(filter).map(([name, operand]) =>
    name.startsWith('$') ? compileLogic(name, operand) : compileField(name, operand),
  );
  return (document) => predicates.every((matches) => matches(document));
}

function compileLogic(name: string, operand: unknown): Predicate {
  if (name !== '$and' && name !== '$or') {
    const message = `unknown top level operator: ${name} (this server has $and and $or)`;
    throw new CommandError('BadValue', message);
  }
  if (!Array.isArray(operand) || operand.length === 0 || !operand.every(isDocument)) {
    throw new CommandError('BadValue', `${name} must be a nonempty array of documents`);
  }
  const predicates = operand.map(compileFilter);
  return name === '$and'
    ? (document) => predicates.every((matches) => matches(document))
    : (document) => predicates.some((matches) => matches(document));
}

function compileField(path: string, condition: unknown): Predicate {
  const tests = isExpression(condition)
    ? Object.entries(condition).map(([name, operand]) => compileOperator(name, operand))
    : [equals(condition)];
  return (document) => {
    const reached = valuesAt(document, path);
    const candidates = withElements(reached);
    return tests.every((test) => test({ reached, candidates }));
  };
}

/** `{ $gt: 1 }` is an expression, `{ a: 1 }` a value. */
function isExpression(condition: unknown): condition is BsonDocument {
  return isDocument(condition) && Object.keys(condition)[0]?.startsWith('$') === true;
}

function compileOperator(name: string, operand: unknown): Test {
  const operator = OPERATORS.get(name);
  if (operator === undefined) {
    const known = [...OPERATORS.keys()].join(', ');
    throw new CommandError('BadValue', `unknown operator: ${name} (this server has ${known})`);
  }
  return operator(operand);
}

function equals(operand: unknown): Test {
  assertComparable(operand);
  return ({ candidates }) => candidates.some((value) => compareValues(value, operand) === 0);
}

function differs(operand: unknown): Test {
  const test = equals(operand);
  return (values) => !test(values);
}

function isIn(operand: unknown): Test {
  if (!Array.isArray(operand)) {
    throw new CommandError('BadValue', '$in needs an array');
  }
  const tests = operand.map(equals);
  return (values) => tests.some((test) => test(values));
}

function exists(operand: unknown): Test {
  if (typeof operand !== 'boolean') {
    throw new CommandError('BadValue', '$exists needs a boolean');
  }
  return ({ reached }) => reached.some((value) => value !== undefined) === operand;
}

function range(accepts: (order: number) => boolean) {
  return (bound: unknown): Test => {
    assertComparable(bound);
    return ({ candidates }) => candidates.some((value) => isInRange(value, bound, accepts));
  };
}

/** A range holds only values of the bound's type; NaN is in no range but its own. */
function isInRange(value: unknown, bound: unknown, accepts: (order: number) => boolean): boolean {
  if (!areSameType(value, bound)) {
    return false;
  }
  const order = compareValues(value, bound);
  return accepts(order) && (order === 0 || !(isNaNumber(value) || isNaNumber(bound)));
}

function isNaNumber(value: unknown): boolean {
  return isNumber(value) && Number.isNaN(numberOf(value));
}
