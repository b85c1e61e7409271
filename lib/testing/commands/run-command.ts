import type { BsonDocument } from '../documents/bson';
import { CommandError } from '../errors';
import { Arguments } from './arguments';
import type { Command, Context } from './command';
import { commands } from './command-table';

/** Any command may carry these. None of them changes what the answer is. */
const common = [
  '$db',
  '$readPreference',
  '$clusterTime',
  'lsid',
  'comment',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
];

export async function runCommand(context: Context, body: BsonDocument): Promise<BsonDocument> {
  const name = Object.keys(body)[0] ?? '';
  const command = commandNamed(name);
  const database = body.$db;
  if (typeof database !== 'string') {
    throw new CommandError('Location40571', 'OP_MSG requests require a $db argument');
  }
  const knows = command.knows === 'anything' ? Object.keys(body) : command.knows;
  const args = new Arguments(name, body, [name, ...common, ...knows]);
  return { ...(await command.run({ ...context, name, database, args })), ok: 1 };
}

function commandNamed(name: string): Command {
  const command = commands.get(name);
  if (command !== undefined) return command;
  throw new CommandError('CommandNotFound', `no such command: '${name}'`);
}
