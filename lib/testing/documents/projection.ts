import { CommandError } from '../errors';
import { type BsonDocument, isDocument } from './bson';
import { isNumber, numberOf } from './value-order';

export type Projection = (document: BsonDocument) => BsonDocument;

/** The fields of the specification by their place: the leaf of a path is `true`. */
type Tree = Map<string, Tree | true>;

export function compileProjection(specification: BsonDocument): Projection {
  const wanted = Object.entries(specification).map(([path, value]) => ({
    path,
    included: isIncluded(path, value),
  }));
  const idIncluded = wanted.find(({ path }) => path === '_id')?.included;
  const others = wanted.filter(({ path }) => path !== '_id');
  const inclusive = others[0]?.included ?? idIncluded ?? false;
  refuseMixture(others, inclusive);

  const paths = others.map(({ path }) => path);
  if (inclusive ? idIncluded !== false : idIncluded === false) paths.push('_id');
  const tree = treeOf(paths);
  return (document) => project(document, tree, inclusive);
}

function isIncluded(path: string, value: unknown): boolean {
  const isPlainPath = !path.split('.').some((name) => name === '' || name.startsWith('$'));
  if (isPlainPath && typeof value === 'boolean') return value;
  if (isPlainPath && isNumber(value)) return Number(numberOf(value)) !== 0;
  const message = `the embedded database projects plain fields, 1 or 0, not '${path}'`;
  throw new CommandError('BadValue', message);
}

function refuseMixture(
  wanted: readonly { path: string; included: boolean }[],
  inclusive: boolean,
): void {
  const odd = wanted.find(({ included }) => included !== inclusive);
  if (odd === undefined) return;
  throw inclusive
    ? new CommandError(
        'Location31254',
        `Cannot do exclusion on field ${odd.path} in inclusion projection`,
      )
    : new CommandError(
        'Location31253',
        `Cannot do inclusion on field ${odd.path} in exclusion projection`,
      );
}

function treeOf(paths: readonly string[]): Tree {
  const tree: Tree = new Map();
  for (const path of paths) plant(tree, path.split('.'), path);
  return tree;
}

function plant(tree: Tree, [name, ...rest]: readonly string[], path: string): void {
  if (name === undefined) return;
  const branch = tree.get(name);
  if (branch === true || (branch !== undefined && rest.length === 0)) {
    throw new CommandError('Location31249', `Path collision at ${path}`);
  }
  const grown = rest.length === 0 ? true : (branch ?? new Map());
  tree.set(name, grown);
  if (grown !== true) plant(grown, rest, path);
}

function project(document: BsonDocument, tree: Tree, inclusive: boolean): BsonDocument {
  const kept = Object.entries(document).filter(([name, value]) => {
    const branch = tree.get(name);
    return branch instanceof Map ? mayHold(value, inclusive) : (branch === true) === inclusive;
  });
  return Object.fromEntries(
    kept.map(([name, value]) => [name, projectInside(value, tree.get(name), inclusive)]),
  );
}

function projectInside(
  value: unknown,
  branch: Tree | true | undefined,
  inclusive: boolean,
): unknown {
  if (!(branch instanceof Map)) return value;
  if (isDocument(value)) return project(value, branch, inclusive);
  if (!Array.isArray(value)) return value;
  return value
    .filter((element) => mayHold(element, inclusive))
    .map((element) => projectInside(element, branch, inclusive));
}

/** On the way to an included field, a value that cannot hold it is left out. */
function mayHold(value: unknown, inclusive: boolean): boolean {
  return !inclusive || isDocument(value) || Array.isArray(value);
}
