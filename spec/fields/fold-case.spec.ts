import fc from 'fast-check';
import { foldCase } from '../../lib/fields/text';

it.each([
  ['John', 'jOHN'],
  ['Großmann', 'GROSSMANN'],
  ['ẞ', 'ß'],
  ['ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
  ['οδυσσευσ', 'οδυσσευς'],
  ['Zoë', 'ZOE\u0308'],
  ['Ｊｏｎａ', 'jona'],
  ['\u212aelvin', 'kelvin'],
  ['ﬁn', 'Fin'],
])('%j is %j to it', (one, other) => {
  expect(foldCase(one)).toBe(foldCase(other));
});

it.each([
  ['Jörg', 'Jorg'],
  ['a b', 'ab'],
  ['', ' '],
])('%j is not %j', (one, other) => {
  expect(foldCase(one)).not.toBe(foldCase(other));
});

it('treats a letter alike wherever it stands', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('σ', 'ς', 'Σ', 'a', 'ß') }), (text) => {
      const letters = [...text].map(foldCase).join('');
      return foldCase(text) === letters;
    }),
  );
});
