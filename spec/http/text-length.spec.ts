import { isAtMost } from '../../lib/http/text-length';

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
  expect(isAtMost(text, length)).toBe(true);
  expect(isAtMost(text, length + 1)).toBe(true);
  expect(isAtMost(text, Number.POSITIVE_INFINITY)).toBe(true);
  expect(isAtMost(text, length - 1)).toBe(false);
});

it('does not count a text that is too long or short enough in any case', () => {
  const count = jest.spyOn(String.prototype, Symbol.iterator as never);
  const [long, short] = ['😀'.repeat(501), '😀'.repeat(250)];
  expect(isAtMost(long, 500)).toBe(false);
  expect(isAtMost(short, 500)).toBe(true);
  expect(count).not.toHaveBeenCalled();
  expect(isAtMost(long, 501)).toBe(true);
  expect(count).toHaveBeenCalledTimes(1);
  count.mockRestore();
});
