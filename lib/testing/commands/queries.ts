import { CommandError } from '../command-error';
import { type BsonDocument, isDocument } from '../documents/bson';
import { compileFilter } from '../documents/filter';
import { compileProjection } from '../documents/projection';
import { compileSort } from '../documents/value-order';
import { Arguments, type Call, type Command, namespaceOf } from './command';
import { openCursor } from './cursor-commands';
import { FIRST_BATCH_SIZE } from './cursors';
import { compileGroup, type Stage } from './group';

export const find: Command = {
  args: ['filter', 'sort', 'projection', 'skip', 'limit', 'batchSize', 'singleBatch', 'hint'],
  run(call) {
    const { args, cursors } = call;
    const matches = compileFilter(args.document('filter', {}));
    const compare = compileSort(args.document('sort', {}));
    const project = compileProjection(args.document('projection', {}));
    const skip = args.amount('skip', 0);
    const limit = args.amount('limit', 0) || Number.POSITIVE_INFINITY;
    const batchSize = args.amount('batchSize', FIRST_BATCH_SIZE);
    const isSingle = args.boolean('singleBatch', false);
    const namespace = namespaceOf(call);
    const found = documentsOf(call, namespace)
      .filter(matches)
      .sort(compare)
      .slice(skip, skip + limit)
      .slice(0, isSingle ? batchSize : undefined)
      .map(project);
    return cursors.open(namespace, found, batchSize);
  },
};

const STAGES: ReadonlyMap<string, (operand: unknown) => Stage> = new Map([
  ['$match', match],
  ['$skip', skip],
  ['$limit', limit],
  ['$group', compileGroup],
]);

/** The stages that count documents (`countDocuments`) and find duplicate users. */
export const aggregate: Command = {
  args: ['pipeline', 'cursor', 'hint', 'allowDiskUse'],
  run(call) {
    const namespace = namespaceOf(call);
    const stages = call.args.list('pipeline').map(compileStage);
    const result = stages.reduce<readonly BsonDocument[]>(
      (documents, stage) => stage(documents),
      documentsOf(call, namespace),
    );
    return openCursor(call, namespace, result);
  },
};

function documentsOf({ store }: Call, namespace: string): readonly BsonDocument[] {
  return store.collection(namespace)?.documents ?? [];
}

function compileStage(specification: unknown): Stage {
  const [[name, operand] = ['', undefined], ...others] = isDocument(specification)
    ? Object.entries(specification)
    : [];
  const stage = STAGES.get(name);
  if (others.length > 0 || stage === undefined) {
    const known = [...STAGES.keys()].join(', ');
    const message = `Unrecognized pipeline stage name: '${name}' (this server has ${known})`;
    throw new CommandError('Location40324', message);
  }
  return stage(operand);
}

function match(filter: unknown): Stage {
  if (!isDocument(filter)) {
    throw new CommandError('BadValue', '$match needs a document');
  }
  const matches = compileFilter(filter);
  return (documents) => documents.filter(matches);
}

function skip(operand: unknown): Stage {
  const amount = asAmount('$skip', operand);
  return (documents) => documents.slice(amount);
}

function limit(operand: unknown): Stage {
  const amount = asAmount('$limit', operand);
  if (amount === 0) {
    throw new CommandError('BadValue', 'the limit must be positive');
  }
  return (documents) => documents.slice(0, amount);
}

function asAmount(name: string, operand: unknown): number {
  return new Arguments('aggregate', { [name]: operand }, [name]).amount(name);
}
