import { CommandError, errorFields } from '../command-error';
import { type BsonDocument, encode, ObjectId } from '../documents/bson';
import { compileFilter, type Predicate } from '../documents/filter';
import { compileUpdate } from '../documents/update';
import type { Collection } from '../storage/collection';
import { Arguments, type Command, namespaceOf } from './command';

export const insert: Command = {
  args: ['documents', 'ordered'],
  run(call) {
    const { args, store } = call;
    const documents = args.documents('documents');
    const collection = store.createCollection(namespaceOf(call));
    let n = 0;
    const errors = runStatements(args, documents, ({ _id = new ObjectId(), ...fields }) => {
      store.insert(collection, { _id, ...fields });
      n += 1;
    });
    return { n, ...errors };
  },
};

export const update: Command = {
  args: ['updates', 'ordered'],
  run(call) {
    const { args, store } = call;
    const collection = store.collection(namespaceOf(call));
    const result = { n: 0, nModified: 0 };
    const errors = runStatements(args, args.documents('updates'), (fields) => {
      const statement = new Arguments('update.updates', fields, ['q', 'u', 'multi']);
      const matches = compileFilter(statement.document('q'));
      const change = compileUpdate(statement.fields.u);
      const limit = statement.boolean('multi', false) ? Number.POSITIVE_INFINITY : 1;
      for (const document of matching(collection, matches, limit)) {
        const changed = change(document);
        if (Buffer.compare(encode(document), encode(changed)) !== 0) {
          store.replace(collection as Collection, changed);
          result.nModified += 1;
        }
        result.n += 1;
      }
    });
    return { ...result, ...errors };
  },
};

/** Named so because `delete` is a reserved word. */
export const deleteCommand: Command = {
  args: ['deletes', 'ordered'],
  run(call) {
    const { args, store } = call;
    const collection = store.collection(namespaceOf(call));
    let n = 0;
    const errors = runStatements(args, args.documents('deletes'), (fields) => {
      const statement = new Arguments('delete.deletes', fields, ['q', 'limit']);
      const matches = compileFilter(statement.document('q'));
      for (const { _id } of matching(collection, matches, limitOf(statement))) {
        store.remove(collection as Collection, _id);
        n += 1;
      }
    });
    return { n, ...errors };
  },
};

/** Runs each statement; a failed one ends the command unless `ordered` is false. */
function runStatements(
  args: Arguments,
  statements: readonly BsonDocument[],
  run: (statement: BsonDocument) => void,
): BsonDocument {
  const isOrdered = args.boolean('ordered', true);
  const writeErrors: BsonDocument[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement);
    } catch (error) {
      writeErrors.push({ index, ...errorFields(error) });
      if (isOrdered) {
        break;
      }
    }
  }
  return writeErrors.length === 0 ? {} : { writeErrors };
}

function matching(
  collection: Collection | undefined,
  matches: Predicate,
  limit: number,
): readonly BsonDocument[] {
  return (collection?.documents ?? []).filter(matches).slice(0, limit);
}

function limitOf(statement: Arguments): number {
  const limit = statement.amount('limit');
  if (limit > 1) {
    const message = `The limit field in delete objects must be 0 or 1. Got ${limit}`;
    throw new CommandError('FailedToParse', message);
  }
  return limit || Number.POSITIVE_INFINITY;
}
