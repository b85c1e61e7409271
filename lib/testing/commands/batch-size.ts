import type { BsonDocument } from '../documents/bson';
import { Arguments } from './arguments';

/** As in MongoDB, unless the driver says otherwise. */
export const firstBatchSize = 101;

export function batchSizeOf(cursor: BsonDocument): number {
  return new Arguments('cursor', cursor, ['batchSize']).amount('batchSize', firstBatchSize);
}
