import { isDocument } from '../documents/bson';
import { valuesAt, withElements } from '../documents/field-path';
import type { Predicate } from '../documents/filter';
import { CommandError } from '../errors';

/** Which documents a partial index holds: those with a field, or with a string in it. */
export function compilePartialFilter(expression: unknown): Predicate {
  if (expression === undefined) return () => true;
  if (!isDocument(expression)) {
    throw new CommandError('TypeMismatch', "'partialFilterExpression' must be a document");
  }
  const predicates = Object.entries(expression).map(([path, condition]) => {
    const test = testOf(path, condition);
    return (document: object) => withElements(valuesAt(document, path)).some(test);
  });
  return (document) => predicates.every((matches) => matches(document));
}

function testOf(path: string, condition: unknown): (value: unknown) => boolean {
  const [operator, ...others] = isDocument(condition) ? Object.entries(condition) : [];
  if (operator !== undefined && others.length === 0 && !path.startsWith('$')) {
    const [name, operand] = operator;
    if (name === '$exists' && operand === true) return (value) => value !== undefined;
    if (name === '$type' && operand === 'string') return (value) => typeof value === 'string';
  }
  const known = '{ $exists: true } or { $type: "string" }';
  const message = `the embedded database's partial indexes need ${known} at '${path}'`;
  throw new CommandError('CannotCreateIndex', message);
}
