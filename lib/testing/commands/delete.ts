import type { BsonDocument } from '../documents/bson';
import { compileFilter } from '../documents/filter';
import { CommandError } from '../errors';
import { Arguments } from './arguments';
import type { Command } from './command';
import { namespaceOf } from './namespace';
import { runStatements, statementsOf } from './run-statements';

/** `delete` is a word of the language. */
export const deleteCommand: Command = {
  knows: ['deletes', 'ordered'],
  async run(call) {
    const { args, store } = call;
    const namespace = namespaceOf(call);
    const statements = statementsOf(args, 'deletes');
    return store.write(async (writer) => {
      let n = 0;
      const report = await runStatements(args, statements, async (fields) => {
        const { matches, limit } = compileStatement(fields);
        const collection = store.collection(namespace);
        if (collection === undefined) return;
        const found = collection.entries.filter(([, document]) => matches(document));
        const records = found.slice(0, limit).map(([record]) => record);
        await writer.remove(collection, records);
        n += records.length;
      });
      return { n, ...report };
    });
  },
};

function compileStatement(fields: BsonDocument) {
  const args = new Arguments('delete.deletes', fields, ['q', 'limit', 'hint']);
  const limit = args.integer('limit');
  if (limit !== 0 && limit !== 1) {
    const message = `The limit field in delete objects must be 0 or 1. Got ${limit}`;
    throw new CommandError('FailedToParse', message);
  }
  return { matches: compileFilter(args.document('q')), limit: limit || Number.POSITIVE_INFINITY };
}
