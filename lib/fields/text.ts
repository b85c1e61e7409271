/**
 * Lower-cases A to Z and nothing else: Unicode's own mapping turns some letters into others, such
 * as the Kelvin sign into `k`, and with it one address into another's.
 */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * Maps spellings that differ in case or in the composition of their characters to one form, for
 * comparison only. Upper case comes last, because lower case has two forms of a sigma.
 */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase();
}

/**
 * Whether `text` has no NUL and no lone surrogate. A NUL ends strings in C: bcrypt reads `a\0b` as
 * `a`, and BSON refuses it in names. A lone surrogate has no UTF-8 encoding, so that different ones
 * are stored and hashed alike.
 */
export function isWellFormedText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Whether `text` has at most `max` code points. Does not count those of a much longer text. */
export function hasAtMostCodePoints(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && [...text].length <= max);
}
