import { CommandError } from '../errors';
import type { BsonDocument } from './bson';
import { valuesAt } from './field-path';
import { compareValues, isNumber, numberOf } from './value-order';

type Compare = (a: BsonDocument, b: BsonDocument) => number;

export function compileSort(specification: BsonDocument): Compare {
  const compares = Object.entries(specification).map(([path, direction]) =>
    compareBy(path, directionOf(path, direction)),
  );
  return (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function compareBy(path: string, direction: 1 | -1): Compare {
  return (a, b) =>
    direction * compareValues(sortValue(a, path, direction), sortValue(b, path, direction));
}

/** Of an array MongoDB takes the element that comes first in the wanted direction. */
function sortValue(document: BsonDocument, path: string, direction: 1 | -1): unknown {
  const values = valuesAt(document, path).flat();
  if (values.length === 0) return undefined;
  return values.reduce((first, value) =>
    direction * compareValues(value, first) < 0 ? value : first,
  );
}

function directionOf(path: string, direction: unknown): 1 | -1 {
  const number = isNumber(direction) ? Number(numberOf(direction)) : undefined;
  if (!path.startsWith('$') && (number === 1 || number === -1)) return number;
  const message = `the embedded database sorts by fields, 1 or -1, not by '${path}'`;
  throw new CommandError('BadValue', message);
}
