import type { BsonDocument } from '../documents/bson';
import { valuesAt } from '../documents/field-path';
import { keyOf } from '../documents/value-key';
import { CommandError } from '../errors';
import { duplicateKeyError } from './duplicate-key-error';
import type { IndexDefinition } from './index-definition';

interface Entry {
  readonly key: string;
  readonly values: readonly unknown[];
}

/** Who owns which key. Kept here because NeDB's own indexes know no partial compound ones. */
export class UniqueIndex {
  readonly #owners = new Map<string, string>();

  constructor(
    readonly definition: IndexDefinition,
    readonly namespace: string,
  ) {}

  /** Throws the duplicate key error if another owner has one of the document's keys. */
  check(owner: string, document: BsonDocument): void {
    for (const { key, values } of entriesOf(this.definition, document)) {
      if ((this.#owners.get(key) ?? owner) === owner) continue;
      throw duplicateKeyError(this.namespace, this.definition, values);
    }
  }

  add(owner: string, document: BsonDocument): void {
    for (const { key } of entriesOf(this.definition, document)) this.#owners.set(key, owner);
  }

  remove(document: BsonDocument): void {
    for (const { key } of entriesOf(this.definition, document)) this.#owners.delete(key);
  }
}

/** One entry, or as many as an array in one of the fields has elements. */
function entriesOf({ holds, paths, name }: IndexDefinition, document: BsonDocument): Entry[] {
  if (!holds(document)) return [];
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
