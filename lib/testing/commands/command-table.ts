import { aggregate } from './aggregate';
import { create, drop, dropDatabase, listCollections } from './collection-commands';
import type { Command } from './command';
import { createIndexes } from './create-indexes';
import { getMore, killCursors } from './cursor-commands';
import { deleteCommand } from './delete';
import { count, find } from './find';
import { buildInfo, endSessions, hello, ping } from './handshake';
import { dropIndexes, listIndexes } from './index-commands';
import { insert } from './insert';
import { update } from './update';

/** All that this server can do. */
export const commands: ReadonlyMap<string, Command> = new Map([
  ['hello', hello],
  ['isMaster', hello],
  ['ismaster', hello],
  ['ping', ping],
  ['buildInfo', buildInfo],
  ['buildinfo', buildInfo],
  ['endSessions', endSessions],
  ['killSessions', endSessions],

  ['insert', insert],
  ['update', update],
  ['delete', deleteCommand],

  ['find', find],
  ['count', count],
  ['aggregate', aggregate],
  ['getMore', getMore],
  ['killCursors', killCursors],

  ['createIndexes', createIndexes],
  ['listIndexes', listIndexes],
  ['dropIndexes', dropIndexes],

  ['create', create],
  ['drop', drop],
  ['dropDatabase', dropDatabase],
  ['listCollections', listCollections],
]);
