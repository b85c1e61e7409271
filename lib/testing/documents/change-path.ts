import { CommandError } from '../errors';
import { type BsonDocument, fieldOf, isDocument } from './bson';
import { isArrayIndex } from './field-path';

/** As in MongoDB: a typing error in an index must not fill the memory with nulls. */
const maxPadding = 1_500_000;

/** A copy of the document and of what lies along a dotted path, with another value at its end. */
export function changedAt(
  document: BsonDocument,
  path: string,
  change: (old: unknown) => unknown,
): BsonDocument {
  return changed(document, path.split('.'), change) as BsonDocument;
}

/** The same without the value. Where the path leads nowhere, there is nothing to do. */
export function removedAt(document: BsonDocument, path: string): BsonDocument {
  return removed(document, path.split('.')) as BsonDocument;
}

function changed(
  container: unknown,
  [name, ...rest]: readonly string[],
  change: (old: unknown) => unknown,
): unknown {
  if (name === undefined) return change(container);
  if (Array.isArray(container) && isArrayIndex(name)) {
    const list = padded(container, Number(name));
    return list.with(Number(name), changed(inner(list[Number(name)], rest), rest, change));
  }
  if (isDocument(container)) {
    return { ...container, [name]: changed(inner(fieldOf(container, name), rest), rest, change) };
  }
  const message = `Cannot create field '${name}' in an element that is no document`;
  throw new CommandError('PathNotViable', message);
}

/** Documents that are missing on the way are made. */
function inner(value: unknown, rest: readonly string[]): unknown {
  return value === undefined && rest.length > 0 ? {} : value;
}

function padded(list: readonly unknown[], index: number): unknown[] {
  const missing = Math.max(0, index - list.length);
  if (missing > maxPadding) throw new CommandError('BadValue', `array index ${index} is too large`);
  return index < list.length ? [...list] : [...list, ...Array(missing).fill(null), undefined];
}

function removed(container: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return container;
  if (Array.isArray(container)) return removedFromList(container, name, rest);
  if (!isDocument(container) || !Object.hasOwn(container, name)) return container;
  if (rest.length > 0) return { ...container, [name]: removed(container[name], rest) };
  return Object.fromEntries(Object.entries(container).filter(([field]) => field !== name));
}

/** An element leaves a null behind, so that the others keep their places. */
function removedFromList(list: unknown[], name: string, rest: readonly string[]): unknown[] {
  const index = Number(name);
  if (!isArrayIndex(name) || index >= list.length) return list;
  return list.with(index, rest.length > 0 ? removed(list[index], rest) : null);
}
