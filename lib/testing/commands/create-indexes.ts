import { CommandError } from '../errors';
import type { Collection } from '../storage/collection';
import { type IndexDefinition, parseIndex, signatureOf } from '../storage/index-definition';
import type { Command } from './command';
import { namespaceOf } from './namespace';
import { statementsOf } from './run-statements';

export const createIndexes: Command = {
  knows: ['indexes', 'commitQuorum'],
  async run(call) {
    const { args, store } = call;
    const namespace = namespaceOf(call);
    const wanted = statementsOf(args, 'indexes').map(parseIndex);
    return store.write(async (writer) => {
      const createdCollectionAutomatically = store.collection(namespace) === undefined;
      const collection = await writer.collection(namespace);
      const before = collection.indexes;
      const after = withNewOnes(before, wanted);
      const numIndexes = { numIndexesBefore: before.length, numIndexesAfter: after.length };
      if (after.length === before.length) {
        return { ...numIndexes, createdCollectionAutomatically, note: 'all indexes already exist' };
      }
      await writer.setIndexes(collection, after);
      return { ...numIndexes, createdCollectionAutomatically };
    });
  },
};

function withNewOnes(
  before: Collection['indexes'],
  wanted: readonly IndexDefinition[],
): readonly IndexDefinition[] {
  const all = [...before];
  for (const definition of wanted) if (!exists(all, definition)) all.push(definition);
  return all;
}

/** True if there is the very same; an error if there is one that contradicts it. */
function exists(all: readonly IndexDefinition[], wanted: IndexDefinition): boolean {
  const signature = signatureOf(wanted);
  const sameName = all.find(({ name }) => name === wanted.name);
  if (sameName !== undefined && signatureOf(sameName) !== signature) {
    const message = `An existing index has the same name as the requested index: ${wanted.name}`;
    throw new CommandError('IndexKeySpecsConflict', message);
  }
  const sameIndex = all.find((existing) => signatureOf(existing) === signature);
  if (sameIndex !== undefined && sameIndex.name !== wanted.name) {
    const message = `Index already exists with a different name: ${sameIndex.name}`;
    throw new CommandError('IndexOptionsConflict', message);
  }
  return sameName !== undefined;
}
