import { ObjectId } from 'bson';

import type { BsonDocument } from '../documents/bson';
import type { Command } from './command';
import { namespaceOf } from './namespace';
import { runStatements, statementsOf } from './run-statements';

export const insert: Command = {
  knows: ['documents', 'ordered', 'bypassDocumentValidation'],
  async run(call) {
    const { args, store } = call;
    const namespace = namespaceOf(call);
    const documents = statementsOf(args, 'documents');
    return store.write(async (writer) => {
      const collection = await writer.collection(namespace);
      let n = 0;
      const report = await runStatements(args, documents, async (document) => {
        await writer.insert(collection, withId(document));
        n += 1;
      });
      return { n, ...report };
    });
  },
};

/** The `_id` comes first, and is made here if the driver made none. */
function withId({ _id = new ObjectId(), ...fields }: BsonDocument): BsonDocument {
  return { _id, ...fields };
}
