import { CommandError } from '../errors';
import type { Collection } from '../storage/collection';
import { batchSizeOf } from './batch-size';
import type { Call, Command } from './command';
import { namespaceOf } from './namespace';

/** No index is ever still being built here, so that there is nothing to tell of builds. */
export const listIndexes: Command = {
  knows: ['cursor', 'includeBuildUUIDs'],
  run(call) {
    const { indexes, namespace } = existing(call);
    const specifications = indexes.map(({ specification }) => specification);
    const batchSize = batchSizeOf(call.args.document('cursor', {}));
    return call.cursors.open(namespace, specifications, batchSize);
  },
};

/** By name, or `*` for all but the one on `_id`. */
export const dropIndexes: Command = {
  knows: ['index'],
  async run(call) {
    const wanted = call.args.text('index');
    return call.store.write(async (writer) => {
      const collection = existing(call);
      const { indexes } = collection;
      if (wanted !== '*') refuseName(wanted, collection);
      const isDropped = (name: string) => name !== '_id_' && (wanted === '*' || wanted === name);
      const kept = indexes.filter(({ name }) => !isDropped(name));
      await writer.setIndexes(collection, kept);
      return { nIndexesWas: indexes.length };
    });
  },
};

function refuseName(wanted: string, { indexes }: Collection): void {
  if (wanted === '_id_') throw new CommandError('InvalidOptions', 'cannot drop _id index');
  if (indexes.some(({ name }) => name === wanted)) return;
  throw new CommandError('IndexNotFound', `index not found with name [${wanted}]`);
}

function existing(call: Call): Collection {
  const namespace = namespaceOf(call);
  const collection = call.store.collection(namespace);
  if (collection !== undefined) return collection;
  throw new CommandError('NamespaceNotFound', `ns does not exist: ${namespace}`);
}
