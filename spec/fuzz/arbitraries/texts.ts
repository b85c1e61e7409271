import fc, { type Arbitrary } from 'fast-check';

/** Kinds of characters that are known to break programs. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  ascii: [...'abcdefghijklmnopqrstuvwxyzABCXYZ0123456789'],
  punctuation: [...' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~'],
  latin: [...'àéîõüßÿÆøŁıİſ'],
  scripts: [...'Жπאعनด中あ한'],
  compatibility: [...'\u212a\u2126ﬁ①Ａ½ª'],
  combining: ['e\u0301', 'a\u030a', '\u0e33', 'Z\u0351\u0352'],
  astral: ['😀', '𝒜', '𠮷', '👨‍👩‍👧', '🇵🇱'],
  invisible: ['\u200b', '\u200d', '\u202e', '\ufeff', '\u00ad', '\u2028', '\u2066', '\u{e0041}'],
  spaces: [' ', '\t', '\n', '\r', '\u00a0', '\u3000', '\u2003'],
  controls: ['\u0001', '\u001b', '\u007f', '\u0085', '\u009f'],
  markup: ['<script>', '#{x}', '{{x}}', '%00', '\\u0000', '$where', '../', '\r\nSet-Cookie: a=b'],
};

const MALFORMED = ['\0', '\ud800', '\udfff', 'x\ud83d', '\udc00x'];

const anyUnit = fc.oneof(...Object.values(KINDS).map((units) => fc.constantFrom(...units)));
const oneKind = fc.constantFrom(...Object.values(KINDS));

/** A text without NUL and lone surrogates. */
export const wellFormedText = fc.oneof(
  { weight: 3, arbitrary: textOf(fc.constantFrom(...(KINDS.ascii as string[]))) },
  { weight: 2, arbitrary: textOf(anyUnit) },
  { weight: 1, arbitrary: oneKind.chain((units) => textOf(fc.constantFrom(...units))) },
);

function textOf(unit: Arbitrary<string>): Arbitrary<string> {
  return fc.string({ unit, minLength: 1, maxLength: 20 });
}

/** A text with a NUL or a lone surrogate, which parsers read differently. */
export const malformedText = fc
  .tuple(wellFormedText, fc.constantFrom(...MALFORMED), fc.boolean())
  .map(([text, unit, before]) => (before ? unit + text : text + unit));

/** `limit` code points of one kind of character, one less, or one more. */
export function aroundLimit(limit: number): Arbitrary<string> {
  const length = fc.constantFrom(limit - 1, limit, limit, limit + 1);
  const unit = fc.constantFrom('x', 'é', '中', '😀', '\u0301', '\u202e', ' ', '"', '\u0001');
  return fc.tuple(length, unit).map(([count, text]) => text.repeat(count));
}

/** A value that is not a string. */
export const noText = fc.oneof(
  fc.constantFrom<boolean | number>(true, false, 0, -1, 1e21, 1.5),
  fc.array(fc.constantFrom('a@example.com', 'x', ''), { maxLength: 3 }),
);
