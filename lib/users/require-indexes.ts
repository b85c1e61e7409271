import { isDeepStrictEqual } from 'node:util';
import type { Model } from 'mongoose';
import type { User } from './user';

type Index = ReturnType<Model<User>['schema']['indexes']>[number];
type StoredIndex = Awaited<ReturnType<Model<User>['listIndexes']>>[number];

const NAMESPACE_NOT_FOUND = 26;

/**
 * For hosts that build their indexes themselves (`autoIndex: false`): throws an error with the lines
 * to run unless the unique ones are there with the right fields and the right filter.
 */
export async function requireIndexes(model: Model<User>): Promise<void> {
  const stored = await storedIndexes(model);
  const missing = model.schema
    .indexes()
    .filter(([, options]) => options.unique === true)
    .filter((index) => !stored.some((one) => isSame(index, one)));
  if (missing.length > 0) {
    const lines = missing.map(([key, options]) => createLine(model, key, options)).join('\n');
    throw new Error(`express-dbconnections: unique indexes are missing; create them:\n${lines}`);
  }
}

async function storedIndexes(model: Model<User>): Promise<readonly StoredIndex[]> {
  try {
    return await model.collection.indexes();
  } catch (error) {
    if ((error as { code?: unknown }).code === NAMESPACE_NOT_FOUND) {
      return [];
    }
    throw error;
  }
}

function isSame([key, options]: Index, stored: StoredIndex): boolean {
  return (
    stored.unique === true &&
    isDeepStrictEqual(Object.entries(stored.key), Object.entries(key)) &&
    isDeepStrictEqual(stored.partialFilterExpression, options.partialFilterExpression) &&
    (stored.sparse ?? false) === (options.sparse ?? false)
  );
}

function createLine(model: Model<User>, key: Index[0], options: Index[1]): string {
  const { unique, partialFilterExpression, sparse, collation } = options;
  const shown = JSON.stringify({ unique, partialFilterExpression, sparse, collation });
  return `db.${model.collection.name}.createIndex(${JSON.stringify(key)}, ${shown})`;
}
