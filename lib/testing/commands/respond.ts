import { CommandError, errorReply } from '../command-error';
import type { BsonDocument } from '../documents/bson';
import { type Request, readRequest, writeReply } from '../wire/messages';
import { create, drop, dropDatabase, listCollections } from './collections';
import { Arguments, type Command, type Context } from './command';
import { getMore, killCursors } from './cursor-commands';
import { buildInfo, endSessions, hello, ping } from './handshake';
import { createIndexes, dropIndexes, listIndexes } from './indexes';
import { aggregate, find } from './queries';
import { deleteCommand, insert, update } from './writes';

/** All commands of this server. */
const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['hello', hello],
  ['ismaster', hello],
  ['ping', ping],
  ['buildInfo', buildInfo],
  ['buildinfo', buildInfo],
  ['endSessions', endSessions],

  ['insert', insert],
  ['update', update],
  ['delete', deleteCommand],

  ['find', find],
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

/** Arguments that every command accepts and this server ignores. */
const COMMON_ARGUMENTS = [
  '$db',
  '$readPreference',
  'lsid',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
];

/** Runs the command in a message. Errors become the reply; only a malformed message throws. */
export function respond(context: Context, frame: Buffer): Buffer | undefined {
  const request = readRequest(frame);
  const reply = replyTo(context, request);
  return request.wantsReply ? reply : undefined;
}

function replyTo(context: Context, request: Request): Buffer {
  try {
    return writeReply(request, run(context, request));
  } catch (error) {
    return writeReply(request, errorReply(error));
  }
}

function run(context: Context, { body, isOpQuery }: Request): BsonDocument {
  const name = Object.keys(body)[0] ?? '';
  const command = COMMANDS.get(name);
  if (command === undefined) {
    throw new CommandError('CommandNotFound', `no such command: '${name}'`);
  }
  if (isOpQuery && command !== hello) {
    throw new CommandError('UnsupportedOpQueryCommand', `Unsupported OP_QUERY command: ${name}`);
  }
  const database = body.$db;
  if (typeof database !== 'string') {
    throw new CommandError('Location40571', 'OP_MSG requests require a $db argument');
  }
  const known = command.args === 'any' ? Object.keys(body) : command.args;
  const args = new Arguments(name, body, [name, ...COMMON_ARGUMENTS, ...known]);
  return { ...command.run({ ...context, name, database, args }), ok: 1 };
}
