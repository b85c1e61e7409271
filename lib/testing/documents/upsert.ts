import { ObjectId } from 'bson';

import { CommandError } from '../errors';
import { type BsonDocument, isDocument } from './bson';
import { changedAt } from './change-path';
import { isOperatorExpression } from './filter';
import type { Update } from './update';

/** The document that an upsert stores: what the filter asks to be equal, then the update. */
export function upsertedDocument(filter: BsonDocument, update: Update): BsonDocument {
  const equalities = equalitiesOf(filter);
  const start = update.isReplacement ? idOf(equalities) : documentOf(equalities);
  const { _id = new ObjectId(), ...fields } = update.apply(start, true);
  return { _id, ...fields };
}

type Equalities = ReadonlyMap<string, unknown>;

function equalitiesOf(filter: BsonDocument): Equalities {
  const equalities = new Map<string, unknown>();
  for (const [path, value] of pairsOf(filter)) {
    if (equalities.has(path)) {
      const message = `cannot infer query fields to set, path '${path}' is matched twice`;
      throw new CommandError('NotSingleValueField', message);
    }
    equalities.set(path, value);
  }
  return equalities;
}

function pairsOf(filter: BsonDocument): [string, unknown][] {
  return Object.entries(filter).flatMap(([name, condition]): [string, unknown][] => {
    if (name === '$and' && Array.isArray(condition))
      return condition.filter(isDocument).flatMap(pairsOf);
    if (name.startsWith('$')) return [];
    if (!isOperatorExpression(condition)) return [[name, condition]];
    return Object.hasOwn(condition, '$eq') ? [[name, condition.$eq]] : [];
  });
}

function idOf(equalities: Equalities): BsonDocument {
  return equalities.has('_id') ? { _id: equalities.get('_id') } : {};
}

function documentOf(equalities: Equalities): BsonDocument {
  return [...equalities].reduce<BsonDocument>(
    (document, [path, value]) => changedAt(document, path, () => value),
    {},
  );
}
