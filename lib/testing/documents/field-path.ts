import { type BsonDocument, fieldOf, isDocument } from './bson';

/**
 * The values at a dotted path. Arrays on the way are entered as in MongoDB: `a.b` reaches the `b` of
 * every document in the array `a`, and `a.0` its first element. A path may therefore have several
 * values or none; a field that does not exist gives `undefined`.
 */
export function valuesAt(document: BsonDocument, path: string): unknown[] {
  return reach(document, path.split('.'));
}

/** Each value, and after an array its elements: a condition on an array applies to either. */
export function withElements(values: readonly unknown[]): unknown[] {
  return values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

function reach(container: unknown, names: readonly string[]): unknown[] {
  const [name, ...rest] = names;
  if (name === undefined) {
    return [container];
  }
  if (isDocument(container)) {
    return reach(fieldOf(container, name), rest);
  }
  if (!Array.isArray(container)) {
    return [undefined];
  }
  const inDocuments = container.filter(isDocument).flatMap((element) => reach(element, names));
  const isElement = /^(?:0|[1-9]\d*)$/.test(name) && Number(name) < container.length;
  return isElement ? [...reach(container[Number(name)], rest), ...inDocuments] : inDocuments;
}
