import { BSONRegExp, MaxKey, MinKey } from 'bson';

import { CommandError } from '../errors';
import { areSameKind, compareValues, isNumber, numberOf } from './value-order';

/** What the path of the condition leads to in one document. */
interface Reached {
  readonly reached: readonly unknown[];
  /** The reached values, and the elements of those that are arrays. */
  readonly candidates: readonly unknown[];
}

export type Test = (values: Reached) => boolean;

export const operators = {
  $eq: equals,
  $ne(operand: unknown): Test {
    const test = equals(operand);
    return (values) => !test(values);
  },
  $in(operand: unknown): Test {
    if (!Array.isArray(operand)) throw new CommandError('BadValue', '$in needs an array');
    const tests = operand.map(equals);
    return (values) => tests.some((test) => test(values));
  },
  $exists(operand: unknown): Test {
    const wanted = asBoolean('$exists', operand);
    return ({ reached }) => reached.some((value) => value !== undefined) === wanted;
  },
  $gt: range('$gt', (order) => order > 0),
  $gte: range('$gte', (order) => order >= 0),
  $lt: range('$lt', (order) => order < 0),
  $lte: range('$lte', (order) => order <= 0),
};

function equals(operand: unknown): Test {
  refuseUnlikeValues('an equality', operand);
  return ({ candidates }) => candidates.some((value) => compareValues(value, operand) === 0);
}

function range(name: string, accepts: (order: number) => boolean) {
  return (operand: unknown): Test => {
    refuseUnlikeValues(name, operand);
    if (operand instanceof MinKey || operand instanceof MaxKey) {
      throw new CommandError(
        'BadValue',
        `the embedded database has no ${name} of MinKey or MaxKey`,
      );
    }
    return ({ candidates }) => candidates.some((value) => isInRange(value, operand, accepts));
  };
}

/** A range holds values of the bound's own type only, and NaN is in none but its own. */
function isInRange(value: unknown, bound: unknown, accepts: (order: number) => boolean): boolean {
  if (!areSameKind(value, bound)) return false;
  const order = compareValues(value, bound);
  return accepts(order) && (order === 0 || !(isNotANumber(value) || isNotANumber(bound)));
}

function isNotANumber(value: unknown): boolean {
  return isNumber(value) && Number.isNaN(numberOf(value));
}

/** MongoDB would look for what matches the expression, and the embedded database cannot. */
function refuseUnlikeValues(where: string, operand: unknown): void {
  if (operand === undefined) throw new CommandError('BadValue', 'cannot compare to undefined');
  if (operand instanceof BSONRegExp) {
    const message = `the embedded database knows no regular expression in ${where}`;
    throw new CommandError('BadValue', message);
  }
}

function asBoolean(name: string, operand: unknown): boolean {
  if (typeof operand === 'boolean') return operand;
  if (isNumber(operand)) return Number(numberOf(operand)) !== 0;
  throw new CommandError('BadValue', `${name} needs a boolean`);
}
