import { compileFilter } from '../documents/filter';
import { batchSizeOf } from './batch-size';
import type { Command } from './command';
import { namespaceOf } from './namespace';

/** Harmless: a collection is made by its first write anyway. */
export const create: Command = {
  knows: [],
  async run(call) {
    const namespace = namespaceOf(call);
    await call.store.write((writer) => writer.collection(namespace));
    return {};
  },
};

export const drop: Command = {
  knows: [],
  async run(call) {
    const namespace = namespaceOf(call);
    return call.store.write(async (writer) => {
      const collection = call.store.collection(namespace);
      if (collection === undefined) return {};
      await writer.drop(collection);
      return { ns: namespace, nIndexesWas: collection.indexes.length };
    });
  },
};

export const dropDatabase: Command = {
  knows: [],
  async run({ store, database }) {
    return store.write(async (writer) => {
      for (const collection of store.collectionsOf(database)) await writer.drop(collection);
      return { dropped: database };
    });
  },
};

export const listCollections: Command = {
  knows: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run({ args, store, cursors, database }) {
    const isNameOnly = args.boolean('nameOnly', false);
    const collections = store.collectionsOf(database).map(({ namespace, indexes }) => {
      const listed = { name: namespace.slice(database.length + 1), type: 'collection' };
      const idIndex = indexes[0]?.specification;
      return isNameOnly ? listed : { ...listed, options: {}, info: { readOnly: false }, idIndex };
    });
    const found = collections.filter(compileFilter(args.document('filter', {})));
    const batchSize = batchSizeOf(args.document('cursor', {}));
    return cursors.open(`${database}.$cmd.listCollections`, found, batchSize);
  },
};
