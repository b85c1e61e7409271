import fc from 'fast-check';
import { type BodyValue, Members } from '../requests/fuzz-request';
import type { Field } from './fields';
import { SPECIAL_NAMES, wrongType } from './members';
import { aroundLimit, malformedText, wellFormedText } from './texts';

const plainName = fc.oneof(
  fc.constantFrom('plan', 'name', 'first', 'last', 'city', 'a b', 'hasOwnProperty', 'a$b', '1'),
  wellFormedText.filter((text) => !text.includes('.') && !text.startsWith('$')),
);
const oddName = fc.oneof(fc.constantFrom(...SPECIAL_NAMES), aroundLimit(100), malformedText);
const oddValue = fc.oneof(wrongType, aroundLimit(500), malformedText, fc.constant(null));

const fine = fc
  .array(fc.tuple(plainName, fc.oneof(wellFormedText, fc.constant(''))), { maxLength: 4 })
  .map((pairs) => new Members(pairs));

/** One unusual property among usual ones. */
const odd = fc
  .tuple(fine, fc.oneof(plainName, oddName), fc.oneof(wellFormedText, oddValue))
  .map(([{ pairs }, name, value]) => new Members([...pairs, [name, value]]));

/** Nine to eleven properties. */
const many = fc.tuple(fc.constantFrom(9, 10, 11), fine).map(([count, { pairs }]) => {
  const more = Array.from({ length: count }, (_, index) => [`key ${index}`, 'v'] as const);
  return new Members([...more, ...pairs].slice(0, count));
});

export const userMetadata: Field = fc.oneof(
  { weight: 60, arbitrary: fc.constant<BodyValue | undefined>(undefined) },
  { weight: 30, arbitrary: fine },
  { weight: 5, arbitrary: odd },
  { weight: 3, arbitrary: many },
  { weight: 1, arbitrary: fc.oneof(wrongType, fc.constantFrom<BodyValue>(null, '', 'text')) },
);
