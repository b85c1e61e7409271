import fc from 'fast-check';
import { Members, type Written } from '../requests/fuzz-request';
import type { Field } from './fields';
import { TREACHEROUS_NAMES, wrongType } from './members';
import { aroundLimit, soundText, unsoundText } from './texts';

const plainName = fc.oneof(
  fc.constantFrom('plan', 'name', 'first', 'last', 'city', 'a b', 'hasOwnProperty', 'a$b', '1'),
  soundText.filter((text) => !text.includes('.') && !text.startsWith('$')),
);
const oddName = fc.oneof(fc.constantFrom(...TREACHEROUS_NAMES), aroundLimit(100), unsoundText);
const oddValue = fc.oneof(wrongType, aroundLimit(500), unsoundText, fc.constant(null));

const fine = fc
  .array(fc.tuple(plainName, fc.oneof(soundText, fc.constant(''))), { maxLength: 4 })
  .map((pairs) => new Members(pairs));

/** One property that is odd, among others that are not. */
const odd = fc
  .tuple(fine, fc.oneof(plainName, oddName), fc.oneof(soundText, oddValue))
  .map(([{ pairs }, name, value]) => new Members([...pairs, [name, value]]));

/** Nine to eleven properties. */
const many = fc.tuple(fc.constantFrom(9, 10, 11), fine).map(([count, { pairs }]) => {
  const more = Array.from({ length: count }, (_, index) => [`key ${index}`, 'v'] as const);
  return new Members([...more, ...pairs].slice(0, count));
});

export const userMetadata: Field = fc.oneof(
  { weight: 60, arbitrary: fc.constant<Written | undefined>(undefined) },
  { weight: 30, arbitrary: fine },
  { weight: 5, arbitrary: odd },
  { weight: 3, arbitrary: many },
  { weight: 1, arbitrary: fc.oneof(wrongType, fc.constantFrom<Written>(null, '', 'text')) },
);
