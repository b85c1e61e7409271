import { type BsonDocument, encode } from '../documents/bson';
import { compileFilter, type Predicate } from '../documents/filter';
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
        const collection = store.collection(namespace);
        const matched = collection
          ? await updateMatching(writer, collection, statement, result)
          : 0;
        if (matched > 0 || !statement.upsert) return;
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
  readonly matches: Predicate;
  readonly update: Update;
  readonly multi: boolean;
  readonly upsert: boolean;
}

function compileStatement(fields: BsonDocument): Statement {
  const args = new Arguments('update.updates', fields, ['q', 'u', 'multi', 'upsert', 'hint']);
  const filter = args.document('q');
  const update = compileUpdate(fields.u);
  const multi = args.boolean('multi', false);
  if (multi && update.isReplacement) {
    const message = 'multi update is not supported for replacement-style update';
    throw new CommandError('FailedToParse', message);
  }
  const upsert = args.boolean('upsert', false);
  return { filter, matches: compileFilter(filter), update, multi, upsert };
}

/** How many documents the filter found. */
async function updateMatching(
  writer: Writer,
  collection: Collection,
  { matches, update, multi }: Statement,
  result: { n: number; nModified: number },
): Promise<number> {
  const found = collection.entries.filter(([, document]) => matches(document));
  for (const [record, document] of multi ? found : found.slice(0, 1)) {
    const updated = update.apply(document, false);
    if (!areSame(document, updated)) {
      await writer.replace(collection, record, updated);
      result.nModified += 1;
    }
    result.n += 1;
  }
  return found.length;
}

function areSame(a: BsonDocument, b: BsonDocument): boolean {
  return Buffer.compare(encode(a), encode(b)) === 0;
}
