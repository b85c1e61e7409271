/**
 * Lower-cases A to Z only. Unicode's mapping turns the Kelvin sign into `k`, for example, and so one
 * person's address into another's.
 */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * The e-mail address that a sign-up stores for `text`: trimmed, A to Z in lower case, otherwise
 * unchanged. Use it wherever you look a user up.
 *
 * @example
 * await users.findOne({ connection: 'Users', email: normalizeEmail(String(req.body.email)) });
 */
export function normalizeEmail(text: string): string {
  return asciiLowerCase(text.trim());
}

/**
 * The username that a sign-up stores for `text`: trimmed, A to Z in lower case. Use it wherever you
 * look a user up.
 *
 * @example
 * await users.findOne({ connection: 'Users', username: normalizeUsername(String(req.body.username)) });
 */
export function normalizeUsername(text: string): string {
  return asciiLowerCase(text.trim());
}

/**
 * Maps spellings that differ in case or in the composition of their characters to one form, for
 * comparison only. Ends with upper case, because a lower-case sigma has two forms.
 */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase();
}

/**
 * Whether `text` has no NUL and no lone surrogate. A NUL ends strings in C: bcrypt reads `a\0b` as
 * `a`, and BSON rejects it in names. A lone surrogate has no UTF-8 encoding: all of them would be
 * stored and hashed alike.
 */
export function isWellFormedText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** Whether `text` has at most `max` code points. Does not iterate over a much longer text. */
export function hasAtMostCodePoints(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && [...text].length <= max);
}
