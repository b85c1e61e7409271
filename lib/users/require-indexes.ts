import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import { TemporarilyUnavailableError } from '../errors';
import { duplicateUsers, type UniqueIndex, uniqueIndexesOf } from './duplicate-users';
import { isTransientError } from './is-transient-error';
import { assertNoObstacle, dropLine, type StoredIndex, shellName } from './obstructive-indexes';
import type { User } from './user';

/** An index that the server lists, or one that it is still building. */
type ListedIndex = StoredIndex | { readonly spec: StoredIndex; readonly buildUUID: unknown };

const NAMESPACE_NOT_FOUND = 26;

/**
 * Checks that the unique indexes exist, with the right fields and the right filter, and that no other
 * unique index refuses all sign-ups but the first.
 *
 * @throws {Error} with the lines for the MongoDB shell if an index is missing or in the way.
 * @throws {TemporarilyUnavailableError} while an index is being built.
 */
export async function requireIndexes(model: Model<User>): Promise<void> {
  const listed = await listedIndexes(model);
  const indexes = uniqueIndexesOf(model);
  const missing = indexes.filter((index) => !listed.some((one) => isSame(index, one)));
  if (missing.length > 0) {
    const lines = missing.flatMap((index) => replaceLines(model, index, listed));
    const duplicates = await duplicateUsers(model, missing);
    const reason = whyMongooseBuildsNone(model);
    throw new Error(
      `express-dbconnections: unique indexes are missing${reason}; create them:` +
        `${lines.map((line) => `\n${line}`).join('')}${duplicates}`,
    );
  }
  assertNoObstacle(model, listed.map(specificationOf));
  if (listed.some((one) => isBeingBuilt(one) && indexes.some((index) => isSame(index, one)))) {
    throw new TemporarilyUnavailableError({
      reason: 'store',
      cause: new Error('An index is being built'),
    });
  }
}

/** Mongoose then sets `autoIndex: false` by itself. */
function whyMongooseBuildsNone(model: Model<User>): string {
  const { mode } = model.db.getClient().options.readPreference;
  return mode.startsWith('primary') ? '' : `, and Mongoose builds none with readPreference=${mode}`;
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

function specificationOf(listed: ListedIndex): StoredIndex {
  return 'spec' in listed ? listed.spec : listed;
}

function hasKey(key: UniqueIndex[0], stored: StoredIndex): boolean {
  return isDeepStrictEqual(Object.entries(stored.key), Object.entries(key));
}

function isSame([key, options]: UniqueIndex, listed: ListedIndex): boolean {
  const stored = specificationOf(listed);
  return (
    stored.unique === true &&
    hasKey(key, stored) &&
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

/** The lines that build an index, after those that drop what the server keeps in its place. */
function replaceLines(
  model: Model<User>,
  [key, options]: UniqueIndex,
  listed: readonly ListedIndex[],
): string[] {
  const inTheWay = listed.map(specificationOf).filter((stored) => hasKey(key, stored));
  return [...inTheWay.map((stored) => dropLine(model, stored)), createLine(model, key, options)];
}

function createLine(model: Model<User>, key: UniqueIndex[0], options: UniqueIndex[1]): string {
  const { unique, partialFilterExpression, sparse, collation } = options;
  const shown = JSON.stringify({ unique, partialFilterExpression, sparse, collation });
  return `${shellName(model)}.createIndex(${JSON.stringify(key)}, ${shown})`;
}
