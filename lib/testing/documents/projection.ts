import { CommandError } from '../command-error';
import { type BsonDocument, isDocument, isNumber, numberOf } from './bson';

export type Projection = (document: BsonDocument) => BsonDocument;

/** The fields of a projection as a tree of names; the end of a path is `true`. */
type Tree = Map<string, Tree | true>;

interface Field {
  readonly path: string;
  readonly included: boolean;
}

/** Compiles `{ field: 1 }` or `{ field: 0 }`; `_id` is included unless excluded. */
export function compileProjection(specification: BsonDocument): Projection {
  const all = Object.entries(specification).map(([path, value]) => fieldOf(path, value));
  const id = all.find(({ path }) => path === '_id');
  const fields = all.filter(({ path }) => path !== '_id');
  const inclusive = (fields[0] ?? id)?.included ?? false;
  assertNotMixed(fields, inclusive);
  const paths = fields.map(({ path }) => path);
  if ((id?.included ?? true) === inclusive) {
    paths.push('_id');
  }
  const tree = treeOf(paths);
  return (document) => project(document, tree, inclusive);
}

function fieldOf(path: string, value: unknown): Field {
  const isPlainPath = !path.split('.').some((name) => name === '' || name.startsWith('$'));
  if (isPlainPath && typeof value === 'boolean') {
    return { path, included: value };
  }
  if (isPlainPath && isNumber(value)) {
    return { path, included: Number(numberOf(value)) !== 0 };
  }
  throw new CommandError('BadValue', `this server projects plain fields, 1 or 0, not '${path}'`);
}

function assertNotMixed(fields: readonly Field[], inclusive: boolean): void {
  const other = fields.find(({ included }) => included !== inclusive);
  if (other !== undefined) {
    throw inclusive
      ? new CommandError(
          'Location31254',
          `Cannot do exclusion on field ${other.path} in inclusion projection`,
        )
      : new CommandError(
          'Location31253',
          `Cannot do inclusion on field ${other.path} in exclusion projection`,
        );
  }
}

function treeOf(paths: readonly string[]): Tree {
  const tree: Tree = new Map();
  for (const path of paths) {
    plant(tree, path.split('.') as [string, ...string[]], path);
  }
  return tree;
}

function plant(tree: Tree, [name, ...rest]: readonly [string, ...string[]], path: string): void {
  const branch = tree.get(name);
  const [next, ...others] = rest;
  if (branch === true || (branch !== undefined && next === undefined)) {
    throw new CommandError('Location31249', `Path collision at ${path}`);
  }
  if (next === undefined) {
    tree.set(name, true);
    return;
  }
  const grown = branch ?? new Map();
  tree.set(name, grown);
  plant(grown, [next, ...others], path);
}

function project(document: BsonDocument, tree: Tree, inclusive: boolean): BsonDocument {
  const kept = Object.entries(document).filter(([name, value]) => {
    const branch = tree.get(name);
    return branch instanceof Map ? mayHold(value, inclusive) : (branch === true) === inclusive;
  });
  return Object.fromEntries(
    kept.map(([name, value]) => {
      const branch = tree.get(name);
      return [name, branch instanceof Map ? projectInside(value, branch, inclusive) : value];
    }),
  );
}

function projectInside(value: unknown, branch: Tree, inclusive: boolean): unknown {
  if (isDocument(value)) {
    return project(value, branch, inclusive);
  }
  if (!Array.isArray(value)) {
    return value;
  }
  return value
    .filter((element) => mayHold(element, inclusive))
    .map((element) => projectInside(element, branch, inclusive));
}

/** On the way to an included field, values that cannot contain it are left out. */
function mayHold(value: unknown, inclusive: boolean): boolean {
  return !inclusive || isDocument(value) || Array.isArray(value);
}
