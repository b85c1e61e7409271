import { compileFilter } from '../documents/filter';
import { type Command, namespaceOf } from './command';
import { openCursor } from './cursor-commands';

/** Does nothing if the collection exists, as MongoDB does for equal options. */
export const create: Command = {
  args: [],
  run(call) {
    call.store.createCollection(namespaceOf(call));
    return {};
  },
};

export const drop: Command = {
  args: [],
  run(call) {
    const namespace = namespaceOf(call);
    const collection = call.store.collection(namespace);
    if (collection === undefined) {
      return {};
    }
    call.store.drop(collection);
    return { ns: namespace, nIndexesWas: collection.indexes.length };
  },
};

export const dropDatabase: Command = {
  args: [],
  run({ store, database }) {
    for (const collection of store.collectionsOf(database)) {
      store.drop(collection);
    }
    return { dropped: database };
  },
};

export const listCollections: Command = {
  args: ['filter', 'nameOnly', 'authorizedCollections', 'cursor'],
  run(call) {
    const { args, store, database } = call;
    const isNameOnly = args.boolean('nameOnly', false);
    const collections = store.collectionsOf(database).map(({ namespace }) => ({
      name: namespace.slice(database.length + 1),
      type: 'collection',
      ...(!isNameOnly && { options: {}, info: { readOnly: false } }),
    }));
    const found = collections.filter(compileFilter(args.document('filter', {})));
    return openCursor(call, `${database}.$cmd.listCollections`, found, {});
  },
};
