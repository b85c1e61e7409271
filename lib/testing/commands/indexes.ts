import { CommandError } from '../command-error';
import type { Collection } from '../storage/collection';
import { type IndexDefinition, parseIndex, signatureOf } from '../storage/index-definition';
import { type Call, type Command, namespaceOf } from './command';
import { openCursor } from './cursor-commands';

export const createIndexes: Command = {
  args: ['indexes'],
  run(call) {
    const { args, store } = call;
    const namespace = namespaceOf(call);
    const wanted = args.documents('indexes').map(parseIndex);
    const createdCollectionAutomatically = store.collection(namespace) === undefined;
    const collection = store.createCollection(namespace);
    const before = collection.indexes;
    const after = [...before];
    for (const definition of wanted) {
      if (!exists(after, definition)) {
        after.push(definition);
      }
    }
    store.setIndexes(collection, after);
    return {
      numIndexesBefore: before.length,
      numIndexesAfter: after.length,
      createdCollectionAutomatically,
      ...(after.length === before.length && { note: 'all indexes already exist' }),
    };
  },
};

/** No index is ever still being built, so `includeBuildUUIDs` changes nothing. */
export const listIndexes: Command = {
  args: ['cursor', 'includeBuildUUIDs'],
  run(call) {
    const { indexes, namespace } = existingCollection(call);
    const specifications = indexes.map(({ specification }) => specification);
    return openCursor(call, namespace, specifications, {});
  },
};

/** Drops one index by its name, or with `*` all but the one on `_id`. */
export const dropIndexes: Command = {
  args: ['index'],
  run(call) {
    const wanted = call.args.text('index');
    const collection = existingCollection(call);
    const { indexes } = collection;
    if (wanted === '_id_') {
      throw new CommandError('InvalidOptions', 'cannot drop _id index');
    }
    if (wanted !== '*' && !indexes.some(({ name }) => name === wanted)) {
      throw new CommandError('IndexNotFound', `index not found with name [${wanted}]`);
    }
    const kept = indexes.filter(({ name }) => (wanted === '*' ? name === '_id_' : name !== wanted));
    call.store.setIndexes(collection, kept);
    return { nIndexesWas: indexes.length };
  },
};

/** True if the same index exists; throws if one exists that contradicts it. */
function exists(indexes: readonly IndexDefinition[], wanted: IndexDefinition): boolean {
  const signature = signatureOf(wanted);
  const sameName = indexes.find(({ name }) => name === wanted.name);
  if (sameName !== undefined && signatureOf(sameName) !== signature) {
    const message = `An existing index has the same name as the requested index: ${wanted.name}`;
    throw new CommandError('IndexKeySpecsConflict', message);
  }
  const sameIndex = indexes.find((index) => signatureOf(index) === signature);
  if (sameIndex !== undefined && sameIndex.name !== wanted.name) {
    const message = `Index already exists with a different name: ${sameIndex.name}`;
    throw new CommandError('IndexOptionsConflict', message);
  }
  return sameName !== undefined;
}

function existingCollection(call: Call): Collection {
  const namespace = namespaceOf(call);
  const collection = call.store.collection(namespace);
  if (collection === undefined) {
    throw new CommandError('NamespaceNotFound', `ns does not exist: ${namespace}`);
  }
  return collection;
}
