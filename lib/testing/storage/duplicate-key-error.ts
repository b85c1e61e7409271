import { EJSON, ObjectId } from 'bson';

import type { BsonDocument } from '../documents/bson';
import { CommandError } from '../errors';
import type { IndexDefinition } from './index-definition';

/** The E11000 that MongoDB sends, with the `keyPattern` and `keyValue` that programs read. */
export function duplicateKeyError(
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
