import type { BsonDocument } from '../documents/bson';
import { compileFilter } from '../documents/filter';
import { compileSort } from '../documents/sort';
import type { Arguments } from './arguments';

export type Selection = (documents: readonly BsonDocument[]) => readonly BsonDocument[];

/** Filter, sort, skip, limit: in this order, whatever the order in which they are written. */
export function compileSelection(args: Arguments, filterName: string): Selection {
  const matches = compileFilter(args.document(filterName, {}));
  const compare = compileSort(args.document('sort', {}));
  const skip = args.amount('skip', 0);
  const limit = args.amount('limit', 0) || Number.POSITIVE_INFINITY;
  return (documents) =>
    documents
      .filter(matches)
      .sort(compare)
      .slice(skip, skip + limit);
}
