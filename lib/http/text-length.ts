/** Whether `text` has at most `max` code points; a long text is not even counted. */
export function isAtMost(text: string, max: number): boolean {
  return text.length <= max || (text.length <= 2 * max && [...text].length <= max);
}
