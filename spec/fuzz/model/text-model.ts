/** Maps texts that differ only in case or composition to the same text. */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase();
}

export function codePoints(text: string): string[] {
  return Array.from(text);
}

/** Whether `text` has no NUL and no lone surrogate. */
export function isWellFormedText(text: string): boolean {
  return codePoints(text).every((point) => {
    const code = point.codePointAt(0) as number;
    return code !== 0 && (code < 0xd800 || code > 0xdfff);
  });
}
