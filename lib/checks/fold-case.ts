/**
 * One form of all spellings of a text that differ in case or in how their letters are composed: to
 * compare with, never to store. Upper case comes last, because lower case has two forms of a sigma.
 */
export function foldCase(text: string): string {
  return text.normalize('NFKC').toLowerCase().toUpperCase();
}
