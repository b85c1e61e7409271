import fc, { type Arbitrary } from 'fast-check';
import { OWN_WORDS } from '../tenants';
import type { Field } from './fields';
import { wrongType } from './members';
import { malformedText, wellFormedText } from './texts';

const CLASSES = ['acegikmoqsuwy', '13579', 'BDFHJLNPRTVXZ', '!#%&*+-/:=?@^_~ '];

/** Alternates between the character classes, so that every policy accepts it. */
const strong = fc
  .array(fc.nat(15), { minLength: 12, maxLength: 72 })
  .map((picks) => picks.map((pick, index) => CLASSES[index % 4]?.charAt(pick % 5)).join(''));

/** May break one policy or another: few classes, runs, sequences, non-ASCII characters. */
const flawed = fc
  .tuple(
    fc.array(fc.nat(15), { minLength: 1, maxLength: 14 }),
    fc.subarray(CLASSES, { minLength: 1 }),
    fc.constantFrom('', '', 'aa', 'aaa', 'AAA', 'abc', '321', 'xyz', 'AbC', '89:', '  ', '€', 'é'),
  )
  .map(
    ([picks, classes, flaw]) =>
      picks
        .map((pick, index) => (classes[index % classes.length] as string).charAt(pick % 5))
        .join('') + flaw,
  );

/** 71 to 73 bytes, or 144, in characters of one to four bytes. */
const long = fc
  .tuple(fc.constantFrom(71, 72, 72, 73, 144), fc.constantFrom('x', 'é', '中', '😀'))
  .map(([bytes, unit]) => {
    const start = 'aB3!'.repeat(2);
    const count = Math.floor((bytes - start.length) / Buffer.byteLength(unit));
    const text = start + unit.repeat(count);
    return text + '.'.repeat(bytes - Buffer.byteLength(text));
  });

const common: Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('password', '123456', 'iloveyou', 'Football', 'qwerty123', ...OWN_WORDS),
    fc.constantFrom('', '', '', '1', ' '),
    fc.boolean(),
  )
  .map(([word, end, capitals]) => (capitals ? word.toUpperCase() : word) + end);

/** A password that is independent of the rest of the request. */
export const password: Field = fc.oneof(
  { weight: 52, arbitrary: strong },
  { weight: 8, arbitrary: flawed },
  { weight: 6, arbitrary: long },
  { weight: 5, arbitrary: common },
  { weight: 4, arbitrary: wellFormedText },
  { weight: 2, arbitrary: malformedText },
  { weight: 1, arbitrary: wrongType },
  { weight: 1, arbitrary: fc.constantFrom(undefined, null, '', ' ') },
);
