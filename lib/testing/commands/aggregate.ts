import { isDocument } from '../documents/bson';
import { compileFilter } from '../documents/filter';
import { CommandError } from '../errors';
import { Arguments } from './arguments';
import { batchSizeOf } from './batch-size';
import type { Command } from './command';
import { group } from './group';
import { namespaceOf } from './namespace';
import type { Selection } from './select';

/** As much of it as counting needs, which has been an aggregation since MongoDB 4. */
export const aggregate: Command = {
  knows: ['pipeline', 'cursor', 'hint', 'allowDiskUse'],
  run(call) {
    const { args, store, cursors } = call;
    const namespace = namespaceOf(call);
    const stages = args.list('pipeline').map(compileStage);
    const batchSize = batchSizeOf(args.document('cursor'));
    const result = stages.reduce(
      (documents, stage) => stage(documents),
      store.collection(namespace)?.documents ?? [],
    );
    return cursors.open(namespace, result, batchSize);
  },
};

const stages: ReadonlyMap<string, (operand: unknown) => Selection> = new Map([
  ['$match', match],
  ['$skip', skip],
  ['$limit', limit],
  ['$group', group],
]);

function compileStage(specification: unknown): Selection {
  const [name = '', ...others] = isDocument(specification) ? Object.keys(specification) : [];
  const stage = stages.get(name);
  if (isDocument(specification) && others.length === 0 && stage !== undefined) {
    return stage(specification[name]);
  }
  const known = `the embedded database knows ${[...stages.keys()].join(', ')}`;
  const message = `Unrecognized pipeline stage name: '${name}' (${known})`;
  throw new CommandError('Location40324', message);
}

function match(filter: unknown): Selection {
  if (!isDocument(filter)) throw new CommandError('BadValue', '$match needs a document');
  const matches = compileFilter(filter);
  return (documents) => documents.filter(matches);
}

function skip(amount: unknown): Selection {
  const skipped = asAmount('$skip', amount);
  return (documents) => documents.slice(skipped);
}

function limit(amount: unknown): Selection {
  const limited = asAmount('$limit', amount);
  if (limited === 0) throw new CommandError('BadValue', 'the limit must be positive');
  return (documents) => documents.slice(0, limited);
}

function asAmount(name: string, amount: unknown): number {
  return new Arguments('aggregate', { [name]: amount }, [name]).amount(name);
}
