import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import { TemporarilyUnavailableError } from '../errors';
import { duplicateUsers, type UniqueIndex, uniqueIndexesOf } from './duplicate-users';
import { isTransientError } from './is-transient-error';
import type { User } from './user';

type StoredIndex = Awaited<ReturnType<Model<User>['listIndexes']>>[number];

/** An index that the server lists, or one that it is still building. */
type ListedIndex = StoredIndex | { readonly spec: StoredIndex; readonly buildUUID: unknown };

const NAMESPACE_NOT_FOUND = 26;

/**
 * For hosts that build their indexes themselves (`autoIndex: false`): checks that the unique indexes
 * exist, with the right fields and the right filter.
 *
 * @throws {Error} with the lines for the MongoDB shell if an index is missing.
 * @throws {TemporarilyUnavailableError} while an index is being built.
 */
export async function requireIndexes(model: Model<User>): Promise<void> {
  const listed = await listedIndexes(model);
  const indexes = uniqueIndexesOf(model);
  const missing = indexes.filter((index) => !listed.some((one) => isSame(index, one)));
  if (missing.length > 0) {
    const lines = missing.map(([key, options]) => `\n${createLine(model, key, options)}`).join('');
    const duplicates = await duplicateUsers(model, missing);
    throw new Error(
      `express-dbconnections: unique indexes are missing; create them:${lines}${duplicates}`,
    );
  }
  if (listed.some((one) => isBeingBuilt(one) && indexes.some((index) => isSame(index, one)))) {
    throw new TemporarilyUnavailableError({ cause: new Error('An index is being built') });
  }
}

/** With `includeBuildUUIDs`: without it, indexes that are being built look complete. */
async function listedIndexes(model: Model<User>): Promise<readonly ListedIndex[]> {
  const command = { listIndexes: model.collection.name, cursor: {}, includeBuildUUIDs: true };
  try {
    const database = model.db.getClient().db(model.db.name);
    return (await database.command(command)).cursor.firstBatch;
  } catch (error) {
    if ((error as { code?: unknown }).code === NAMESPACE_NOT_FOUND) {
      return [];
    }
    if (isTransientError(error)) {
      throw error;
    }
    // Other servers than MongoDB may not know the field, and the strict stable API rejects it.
    return model.collection.indexes();
  }
}

function isBeingBuilt(listed: ListedIndex): boolean {
  return 'buildUUID' in listed;
}

function isSame([key, options]: UniqueIndex, listed: ListedIndex): boolean {
  const stored = 'spec' in listed ? listed.spec : listed;
  return (
    stored.unique === true &&
    isDeepStrictEqual(Object.entries(stored.key), Object.entries(key)) &&
    isDeepStrictEqual(stored.partialFilterExpression, options.partialFilterExpression) &&
    (stored.sparse ?? false) === (options.sparse ?? false) &&
    hasCollation(stored.collation, options.collation)
  );
}

/**
 * The server adds defaults to a collation. An index with a collation that the schema does not have is
 * accepted: it only treats more values as equal.
 */
function hasCollation(stored: object = {}, wanted: { readonly locale?: string } = {}): boolean {
  return wanted.locale === 'simple' || isDeepStrictEqual({ ...stored, ...wanted }, stored);
}

function createLine(model: Model<User>, key: UniqueIndex[0], options: UniqueIndex[1]): string {
  const { unique, partialFilterExpression, sparse, collation } = options;
  const shown = JSON.stringify({ unique, partialFilterExpression, sparse, collation });
  const name = JSON.stringify(model.collection.name);
  return `db.getCollection(${name}).createIndex(${JSON.stringify(key)}, ${shown})`;
}
