import { isWellFormedText } from '../../lib/fields/text';

it.each([
  [''],
  ['abc'],
  ['ä € 漢字'],
  ['😀'],
  ['e\u0301'],
  ['\u0001\u001f\u007f'],
  ['\ufeff\u200b'],
])('%j is sound', (text) => {
  expect(isWellFormedText(text)).toBe(true);
});

it.each([
  ['\0'],
  ['a\0'],
  ['\0a'],
  ['a\0b'],
  ['\ud800'],
  ['\udfff'],
  ['a\ud83d'],
  ['\ude00a'],
  ['\ude00\ud83d'],
  ['😀\ud83d'],
])('%j is not', (text) => {
  expect(isWellFormedText(text)).toBe(false);
});
