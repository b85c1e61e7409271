import { hasAtMostCodePoints } from '../../lib/fields/text';

it.each([
  ['', 0],
  ['abc', 3],
  ['äöü', 3],
  ['漢字', 2],
  ['😀😀', 2],
  ['a😀', 2],
  ['e\u0301', 2],
  ['👩‍👩‍👧', 5],
])('%j has %d characters: code points, not units', (text, length) => {
  expect(hasAtMostCodePoints(text, length)).toBe(true);
  expect(hasAtMostCodePoints(text, length + 1)).toBe(true);
  expect(hasAtMostCodePoints(text, Number.POSITIVE_INFINITY)).toBe(true);
  expect(hasAtMostCodePoints(text, length - 1)).toBe(false);
});

it('does not count a text that is too long or short enough in any case', () => {
  const count = jest.spyOn(String.prototype, Symbol.iterator as never);
  const [long, short] = ['😀'.repeat(501), '😀'.repeat(250)];
  expect(hasAtMostCodePoints(long, 500)).toBe(false);
  expect(hasAtMostCodePoints(short, 500)).toBe(true);
  expect(count).not.toHaveBeenCalled();
  expect(hasAtMostCodePoints(long, 501)).toBe(true);
  expect(count).toHaveBeenCalledTimes(1);
  count.mockRestore();
});
