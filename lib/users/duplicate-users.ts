import type { Model, PipelineStage } from 'mongoose';
import { shellName } from './obstructive-indexes';
import type { User } from './user';

/** A unique index as the schema declares it. */
export type UniqueIndex = ReturnType<Model<User>['schema']['indexes']>[number];

/** The unique indexes of the schema, the host's own included. */
export function uniqueIndexesOf(model: Model<User>): readonly UniqueIndex[] {
  return model.schema.indexes().filter(([, options]) => options.unique === true);
}

// The count scans all users.
const MAX_COUNT_MS = 10_000;

/**
 * Describes the stored users that prevent unique indexes: for each index their number, and the line
 * for the MongoDB shell that finds them. No line contains a value of a user.
 */
export async function duplicateUsers(
  model: Model<User>,
  indexes: readonly UniqueIndex[],
): Promise<string> {
  const lines: string[] = [];
  for (const index of indexes) {
    // If counting takes too long or is not allowed, the shell line still helps.
    const count = await countDuplicates(model, index).catch(() => undefined);
    if (count !== 0) {
      const fields = Object.keys(index[0]).join(', ');
      lines.push(
        `${count ?? 'Perhaps some'} stored users share ${fields} with another one; find them:`,
      );
      lines.push(findLine(model, index));
    }
  }
  return lines.map((line) => `\n${line}`).join('');
}

async function countDuplicates(model: Model<User>, index: UniqueIndex): Promise<number> {
  const total = { $group: { _id: null, count: { $sum: '$count' } } };
  const [result] = await model.collection
    .aggregate<{ count: number }>([...pipeline(index), total], {
      ...options(index),
      maxTimeMS: MAX_COUNT_MS,
    })
    .toArray();
  return result?.count ?? 0;
}

function findLine(model: Model<User>, index: UniqueIndex): string {
  const stages = JSON.stringify(pipeline(index, { users: { $push: '$_id' } }));
  return `${shellName(model)}.aggregate(${stages}, ${JSON.stringify(options(index))})`;
}

function pipeline([key, { partialFilterExpression, sparse }]: UniqueIndex, more: object = {}) {
  const fields = Object.keys(key);
  const exists = fields.map((field) => ({ [field]: { $exists: true } }));
  const filter = partialFilterExpression ?? (sparse === true ? { $or: exists } : {});
  const values = fields.map((field) => `$${field}`);
  return [
    { $match: filter },
    { $group: { _id: values, count: { $sum: 1 }, ...more } },
    { $match: { count: { $gt: 1 } } },
  ] satisfies PipelineStage[];
}

/** Lets `$group` use the disk. */
function options([, { collation }]: UniqueIndex) {
  return { allowDiskUse: true, ...(collation && { collation }) };
}
