import { CommandError } from '../command-error';
import { type BsonDocument, EJSON, ObjectId } from '../documents/bson';
import { valuesAt } from '../documents/field-path';
import { keyOf } from '../documents/value-order';
import type { IndexDefinition } from './index-definition';

interface Entry {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** The keys of one unique index, each with the document that owns it. */
export class UniqueIndex {
  readonly #owners = new Map<string, string>();

  constructor(
    readonly definition: IndexDefinition,
    readonly namespace: string,
  ) {}

  /** Throws a duplicate key error if a key of the document belongs to another owner. */
  check(document: BsonDocument, owner: string | undefined): void {
    for (const { key, values } of entriesOf(this.definition, document)) {
      if (this.#owners.has(key) && this.#owners.get(key) !== owner) {
        throw duplicateKeyError(this.namespace, this.definition, values);
      }
    }
  }

  add(document: BsonDocument, owner: string): void {
    for (const { key } of entriesOf(this.definition, document)) {
      this.#owners.set(key, owner);
    }
  }

  remove(document: BsonDocument): void {
    for (const { key } of entriesOf(this.definition, document)) {
      this.#owners.delete(key);
    }
  }
}

/** One entry, or one for each element of an array in one of the fields. */
function entriesOf({ contains, paths, name }: IndexDefinition, document: BsonDocument): Entry[] {
  if (!contains(document)) {
    return [];
  }
  const fields = paths.map((path) => indexedValues(document, path));
  if (fields.filter((values) => values.length > 1).length > 1) {
    throw new CommandError('CannotIndexParallelArrays', `cannot index parallel arrays in ${name}`);
  }
  return combinations(fields).map((values) => ({ key: keyOf(values), values }));
}

function indexedValues(document: BsonDocument, path: string): unknown[] {
  const values = valuesAt(document, path).flat();
  return values.length === 0 ? [undefined] : values;
}

function combinations(fields: readonly (readonly unknown[])[]): unknown[][] {
  return fields.reduce<unknown[][]>(
    (heads, values) => heads.flatMap((head) => values.map((value) => [...head, value])),
    [[]],
  );
}

/** MongoDB's E11000, with the `keyPattern` and `keyValue` that programs read. */
function duplicateKeyError(
  namespace: string,
  { name, paths, specification }: IndexDefinition,
  values: readonly unknown[],
): CommandError {
  const keyValue: BsonDocument = Object.fromEntries(
    paths.map((path, position) => [path, values[position] ?? null]),
  );
  const key = paths.map((path) => `${path}: ${shown(keyValue[path])}`).join(', ');
  return new CommandError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${name} dup key: { ${key} }`,
    { keyPattern: specification.key, keyValue },
  );
}

function shown(value: unknown): string {
  return value instanceof ObjectId ? `ObjectId('${value.toHexString()}')` : EJSON.stringify(value);
}
