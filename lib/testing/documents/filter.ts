import { CommandError } from '../errors';
import { type BsonDocument, isDocument } from './bson';
import { valuesAt, withElements } from './field-path';
import { operators, type Test } from './filter-operators';

export type Predicate = (document: BsonDocument) => boolean;

/** Reads the whole filter before any document is looked at: an unknown operator never just misses. */
export function compileFilter(filter: BsonDocument): Predicate {
  const predicates = Object.entries(filter).map(([name, operand]) =>
    name.startsWith('$') ? compileLogic(name, operand) : compileField(name, operand),
  );
  return (document) => predicates.every((matches) => matches(document));
}

function compileLogic(name: string, operand: unknown): Predicate {
  if (name !== '$and' && name !== '$or') {
    const known = 'the embedded database knows $and, $or';
    throw new CommandError('BadValue', `unknown top level operator: ${name} (${known})`);
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
  const tests = compileCondition(condition);
  return (document) => {
    const reached = valuesAt(document, path);
    const candidates = withElements(reached);
    return tests.every((test) => test({ reached, candidates }));
  };
}

function compileCondition(condition: unknown): Test[] {
  if (!isOperatorExpression(condition)) return [operators.$eq(condition)];
  return Object.entries(condition).map(([name, operand]) => {
    if (isOperator(name)) return operators[name](operand);
    const known = `the embedded database knows ${Object.keys(operators).join(', ')}`;
    throw new CommandError('BadValue', `unknown operator: ${name} (${known})`);
  });
}

/** `{ $gt: 1 }` is a condition on a field, `{ a: 1 }` a value to be equal to. */
export function isOperatorExpression(condition: unknown): condition is BsonDocument {
  return isDocument(condition) && Object.keys(condition)[0]?.startsWith('$') === true;
}

function isOperator(name: string): name is keyof typeof operators {
  return Object.hasOwn(operators, name);
}
