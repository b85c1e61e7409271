import { fieldOf, isDocument } from './bson';

/**
 * What a dotted path leads to. An array on the way is entered as MongoDB does it: `a.b` reaches
 * the `b` of every document in the array `a`, and `a.0` also its first element. So a path may lead
 * to several values, or to none; a field that is not there gives `undefined`.
 */
export function valuesAt(container: unknown, path: string): unknown[] {
  return reach(container, path.split('.'));
}

/** An array is looked for as a whole and by its elements. */
export function withElements(values: readonly unknown[]): unknown[] {
  return values.flatMap((value) => (Array.isArray(value) ? [value, ...value] : [value]));
}

function reach(container: unknown, names: readonly string[]): unknown[] {
  const [name, ...rest] = names;
  if (name === undefined) return [container];
  if (isDocument(container)) return reach(fieldOf(container, name), rest);
  if (!Array.isArray(container)) return [undefined];
  const inDocuments = container.filter(isDocument).flatMap((element) => reach(element, names));
  return isIndexOf(container, name)
    ? [...reach(container[Number(name)], rest), ...inDocuments]
    : inDocuments;
}

function isIndexOf(list: readonly unknown[], name: string): boolean {
  return isArrayIndex(name) && Number(name) < list.length;
}

export function isArrayIndex(name: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(name);
}
