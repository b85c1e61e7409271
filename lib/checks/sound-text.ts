/**
 * Whether `text` is the same text to everyone who reads it. A NUL ends strings in C: bcrypt takes
 * `a\0b` for `a`, and BSON refuses it in names. Lone surrogates have no UTF-8, so that different ones
 * are stored and hashed alike.
 */
export function isSoundText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}
