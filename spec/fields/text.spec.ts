import fc from 'fast-check';
import {
  asciiLowerCase,
  foldCase,
  hasAtMostCodePoints,
  isWellFormedText,
  normalizeEmail,
  normalizeUsername,
} from '../../lib/fields/text';

describe('asciiLowerCase', () => {
  it.each([
    ['ABCXYZ', 'abcxyz'],
    ['aBc-9_@[`{', 'abc-9_@[`{'],
    ['', ''],
  ])('maps %j to %j', (text, expected) => {
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
  ])('does not change %s', (_what, letter) => {
    expect(asciiLowerCase(letter)).toBe(letter);
  });
});

describe.each([
  ['normalizeEmail', normalizeEmail],
  ['normalizeUsername', normalizeUsername],
])('%s', (_name, normalize) => {
  it.each([
    [' John.Doe+X@Example.COM\r\n', 'john.doe+x@example.com'],
    ['\u00a0JOHN\ufeff', 'john'],
    ['\u212aate', '\u212aate'],
    [' ', ''],
  ])('maps %j to %j', (text, expected) => {
    expect(normalize(text)).toBe(expected);
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const normalized = normalize(text);
        return normalize(normalized) === normalized;
      }),
    );
  });
});

describe('foldCase', () => {
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
  ])('maps %j and %j to the same text', (one, other) => {
    expect(foldCase(one)).toBe(foldCase(other));
  });

  it.each([
    ['Jörg', 'Jorg'],
    ['a b', 'ab'],
    ['', ' '],
  ])('maps %j and %j to different texts', (one, other) => {
    expect(foldCase(one)).not.toBe(foldCase(other));
  });

  it('maps a letter to the same text in every position', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('σ', 'ς', 'Σ', 'a', 'ß') }), (text) => {
        const letters = [...text].map(foldCase).join('');
        return foldCase(text) === letters;
      }),
    );
  });
});

describe('isWellFormedText', () => {
  it.each([
    [''],
    ['abc'],
    ['ä € 漢字'],
    ['😀'],
    ['e\u0301'],
    ['\u0001\u001f\u007f'],
    ['\ufeff\u200b'],
  ])('returns true for %j', (text) => {
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
  ])('returns false for %j', (text) => {
    expect(isWellFormedText(text)).toBe(false);
  });
});

describe('hasAtMostCodePoints', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['äöü', 3],
    ['漢字', 2],
    ['😀😀', 2],
    ['a😀', 2],
    ['e\u0301', 2],
    ['👩‍👩‍👧', 5],
  ])('counts %j as %d code points', (text, length) => {
    expect(hasAtMostCodePoints(text, length)).toBe(true);
    expect(hasAtMostCodePoints(text, length + 1)).toBe(true);
    expect(hasAtMostCodePoints(text, Number.POSITIVE_INFINITY)).toBe(true);
    expect(hasAtMostCodePoints(text, length - 1)).toBe(false);
  });

  it('does not iterate over a text that is much too long or short enough', () => {
    const iterator = jest.spyOn(String.prototype, Symbol.iterator as never);
    const [long, short] = ['😀'.repeat(501), '😀'.repeat(250)];
    expect(hasAtMostCodePoints(long, 500)).toBe(false);
    expect(hasAtMostCodePoints(short, 500)).toBe(true);
    expect(iterator).not.toHaveBeenCalled();
    expect(hasAtMostCodePoints(long, 501)).toBe(true);
    expect(iterator).toHaveBeenCalledTimes(1);
    iterator.mockRestore();
  });
});
