import { Int32, Long } from 'bson';

import { CommandError } from '../errors';
import type { Call, Command } from './command';

export const getMore: Command = {
  knows: ['collection', 'batchSize'],
  run(call) {
    const { args, cursors } = call;
    const namespace = cursorNamespace(call, 'collection');
    const id = asCursorId(args.fields.getMore);
    return cursors.next(namespace, id, args.amount('batchSize', 0) || Number.POSITIVE_INFINITY);
  },
};

export const killCursors: Command = {
  knows: ['cursors'],
  run(call) {
    const namespace = cursorNamespace(call, 'killCursors');
    const ids = call.args.list('cursors').map(asCursorId);
    const cursorsKilled = ids.filter((id) => call.cursors.kill(namespace, id));
    const cursorsNotFound = ids.filter((id) => !cursorsKilled.includes(id));
    return { cursorsKilled, cursorsNotFound, cursorsAlive: [], cursorsUnknown: [] };
  },
};

/** Not a collection's only: the cursor of a list of collections has a namespace of its own. */
function cursorNamespace({ database, args }: Call, argument: string): string {
  return `${database}.${args.text(argument)}`;
}

function asCursorId(value: unknown): Long {
  if (value instanceof Long) return value;
  if (value instanceof Int32) return Long.fromInt(value.value);
  throw new CommandError('TypeMismatch', "A cursor id must be of the type 'long'");
}
