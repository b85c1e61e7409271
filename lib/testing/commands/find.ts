import { compileProjection } from '../documents/projection';
import { firstBatchSize } from './batch-size';
import type { Command } from './command';
import { namespaceOf } from './namespace';
import { compileSelection } from './select';

export const find: Command = {
  knows: [
    'filter',
    'sort',
    'projection',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    // Advice on how to do it; the result is the same without.
    'hint',
    'noCursorTimeout',
    'allowDiskUse',
    'allowPartialResults',
  ],
  run(call) {
    const { args, store, cursors } = call;
    const namespace = namespaceOf(call);
    const select = compileSelection(args, 'filter');
    const project = compileProjection(args.document('projection', {}));
    const batchSize = args.amount('batchSize', firstBatchSize);
    const isSingle = args.boolean('singleBatch', false);
    const found = select(store.collection(namespace)?.documents ?? []).map(project);
    return cursors.open(namespace, found, batchSize, isSingle);
  },
};

export const count: Command = {
  knows: ['query', 'skip', 'limit', 'hint'],
  run(call) {
    const select = compileSelection(call.args, 'query');
    return { n: select(call.store.collection(namespaceOf(call))?.documents ?? []).length };
  },
};
