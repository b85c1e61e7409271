import type { Model } from 'mongoose';
import type { User } from './user';

/** An index as the server lists it. */
export type StoredIndex = Awaited<ReturnType<Model<User>['listIndexes']>>[number];

/**
 * Checks that no unique index on the collection refuses all sign-ups but the first, because they have
 * the same values in its fields, or none.
 *
 * @throws {Error} with the line for the MongoDB shell that drops such an index.
 */
export function assertNoObstacle(model: Model<User>, listed: readonly StoredIndex[]): void {
  const obstacle = listed.find((index) => isObstacle(model, index));
  if (obstacle !== undefined) {
    const fields = Object.keys(obstacle.key).join(', ');
    throw new Error(
      `express-dbconnections: the unique index of ${fields} refuses all sign-ups but the first, ` +
        'which have no values of their own there; make it sparse or partial, add the field to the ' +
        `schema by extend, or drop the index:\n${dropLine(model, obstacle)}`,
    );
  }
}

// Every sign-up has these, and many have the same.
const SHARED = new Set(['connection', 'email_verified']);

function isObstacle(
  { schema }: Model<User>,
  { unique, key, sparse, partialFilterExpression }: StoredIndex,
): boolean {
  const fields = Object.keys(key);
  const isAbsent = (field: string) => schema.pathType(field) === 'adhocOrUndefined';
  // A sparse index has no users without any of its fields.
  const containsSignups = sparse !== true || fields.some((field) => SHARED.has(field));
  return (
    unique === true &&
    partialFilterExpression === undefined &&
    containsSignups &&
    fields.every((field) => SHARED.has(field) || isAbsent(field))
  );
}

/** The line for the MongoDB shell that drops an index. */
export function dropLine(model: Model<User>, { name }: StoredIndex): string {
  return `${shellName(model)}.dropIndex(${JSON.stringify(name)})`;
}

/** The collection in the MongoDB shell. */
export function shellName({ collection }: Model<User>): string {
  return `db.getCollection(${JSON.stringify(collection.name)})`;
}
