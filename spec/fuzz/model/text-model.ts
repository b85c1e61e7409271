/** One spelling of all that differ in case or composition only. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase();
}

export function codePoints(text: string): string[] {
  return Array.from(text);
}

/** No NUL, no half of a surrogate pair. */
export function isSound(text: string): boolean {
  return codePoints(text).every((point) => {
    const code = point.codePointAt(0) as number;
    return code !== 0 && (code < 0xd800 || code > 0xdfff);
  });
}
