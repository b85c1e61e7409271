import { CommandError } from '../command-error';
import { type BsonDocument, Int32, Long } from '../documents/bson';
import { Arguments, type Call, type Command } from './command';
import { FIRST_BATCH_SIZE } from './cursors';

export const getMore: Command = {
  args: ['collection', 'batchSize'],
  run({ args, cursors, database }) {
    const namespace = `${database}.${args.text('collection')}`;
    const id = asCursorId(args.fields.getMore);
    return cursors.next(namespace, id, args.amount('batchSize', 0) || Number.POSITIVE_INFINITY);
  },
};

export const killCursors: Command = {
  args: ['cursors'],
  run({ args, cursors, database }) {
    const namespace = `${database}.${args.text('killCursors')}`;
    const ids = args.list('cursors').map(asCursorId);
    const cursorsKilled = ids.filter((id) => cursors.kill(namespace, id));
    const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
  },
};

/** Opens a cursor for a command that has an argument `cursor: { batchSize }`. */
export function openCursor(
  { args, cursors }: Call,
  namespace: string,
  documents: readonly BsonDocument[],
  fallback?: BsonDocument,
): BsonDocument {
  const cursor = new Arguments('cursor', args.document('cursor', fallback), ['batchSize']);
  return cursors.open(namespace, documents, cursor.amount('batchSize', FIRST_BATCH_SIZE));
}

function asCursorId(value: unknown): Long {
  if (value instanceof Long) {
    return value;
  }
  if (value instanceof Int32) {
    return Long.fromInt(value.value);
  }
  throw new CommandError('TypeMismatch', "A cursor id must be of the type 'long'");
}
