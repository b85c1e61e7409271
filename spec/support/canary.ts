/**
 * A password that every policy accepts and of which no six consecutive characters occur anywhere by
 * chance. It is the same text in JSON, forms and URLs.
 */
export const CANARY = 'Zq7-Vx9_Kj4.Wp2-Yh8_Bf6';

const WINDOW = 6;
const WINDOWS = Array.from({ length: CANARY.length - WINDOW + 1 }, (_, index) =>
  CANARY.slice(index, index + WINDOW).toLowerCase(),
);

/** Whether `text` contains six consecutive characters of the {@link CANARY}, in either case. */
export function showsCanary(text: string): boolean {
  const lowerCase = text.toLowerCase();
  return WINDOWS.some((window) => lowerCase.includes(window));
}
