import { type BsonDocument, encode } from '../documents/bson';
import { compileFilter } from '../documents/filter';
import { compileUpdate, type Update } from '../documents/update';
import { upsertedDocument } from '../documents/upsert';
import { CommandError } from '../errors';
import type { Collection } from '../storage/collection';
import type { Writer } from '../storage/writer';
import { Arguments } from './arguments';
import type { Command } from './command';
import { namespaceOf } from './namespace';
import { runStatements, statementsOf } from './run-statements';

export const update: Command = {
  knows: ['updates', 'ordered', 'bypassDocumentValidation'],
  async run(call) {
    const { args, store } = call;
    const namespace = namespaceOf(call);
    const statements = statementsOf(args, 'updates');
    return store.write(async (writer) => {
      const result = { n: 0, nModified: 0 };
      const upserted: BsonDocument[] = [];
      const report = await runStatements(args, statements, async (fields, index) => {
        const statement = compileStatement(fields);
        const matched = entriesMatching(statement, store.collection(namespace));
        for (const entry of matched) await updateEntry(writer, entry, statement.update, result);
        if (matched.length > 0 || !statement.upsert) return;
        const document = upsertedDocument(statement.filter, statement.update);
        await writer.insert(await writer.collection(namespace), document);
        result.n += 1;
        upserted.push({ index, _id: document._id });
      });
      return { ...result, ...(upserted.length > 0 ? { upserted } : {}), ...report };
    });
  },
};

interface Statement {
  readonly filter: BsonDocument;
  readonly update: Update;
  readonly multi: boolean;
  readonly upsert: boolean;
}

function compileStatement(fields: BsonDocument): Statement {
  const args = new Arguments('update.updates', fields, ['q', 'u', 'multi', 'upsert', 'hint']);
  const multi = args.boolean('multi', false);
  const update = compileUpdate(fields.u);
  if (multi && update.isReplacement) {
    const message = 'multi update is not supported for replacement-style update';
    throw new CommandError('FailedToParse', message);
  }
  return { filter: args.document('q'), update, multi, upsert: args.boolean('upsert', false) };
}

interface Entry {
  readonly collection: Collection;
  readonly record: string;
  readonly document: BsonDocument;
}

/** The filter is read even if there is no collection: what it cannot mean is an error anyway. */
function entriesMatching({ filter, multi }: Statement, collection?: Collection): Entry[] {
  const matches = compileFilter(filter);
  const found = (collection?.entries ?? []).filter(([, document]) => matches(document));
  return found
    .slice(0, multi ? found.length : 1)
    .map(([record, document]) => ({ collection: collection as Collection, record, document }));
}

async function updateEntry(
  writer: Writer,
  { collection, record, document }: Entry,
  update: Update,
  result: { n: number; nModified: number },
): Promise<void> {
  const updated = update.apply(document, false);
  if (Buffer.compare(encode(document), encode(updated)) !== 0) {
    await writer.replace(collection, record, updated);
    result.nModified += 1;
  }
  result.n += 1;
}
