import { asciiLowerCase } from '../../lib/fields/text';

it.each([
  ['ABCXYZ', 'abcxyz'],
  ['aBc-9_@[`{', 'abc-9_@[`{'],
  ['', ''],
])('%j becomes %j', (text, expected) => {
  expect(asciiLowerCase(text)).toBe(expected);
});

it.each([
  ['the Kelvin sign', '\u212a'],
  ['the Ångström sign', '\u212b'],
  ['a capital I with a dot', '\u0130'],
  ['a dotless i', '\u0131'],
  ['a long s', '\u017f'],
  ['a capital Ä', 'Ä'],
  ['a capital Σ', 'Σ'],
])('leaves %s as it is', (_what, letter) => {
  expect(asciiLowerCase(letter)).toBe(letter);
});
