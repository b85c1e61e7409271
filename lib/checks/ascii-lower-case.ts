/**
 * Lower-cases A to Z and nothing else: Unicode's own mapping turns some letters into others, such
 * as the Kelvin sign into `k`, and with it one address into another's.
 */
export function asciiLowerCase(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
