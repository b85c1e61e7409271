/**
 * A password that every policy takes and of which no six characters in a row occur anywhere by
 * chance. It is written alike in JSON, in forms and in URLs.
 */
export const CANARY = 'Zq7-Vx9_Kj4.Wp2-Yh8_Bf6';

const WINDOW = 6;
const WINDOWS = Array.from({ length: CANARY.length - WINDOW + 1 }, (_, index) =>
  CANARY.slice(index, index + WINDOW).toLowerCase(),
);

/** Whether six characters in a row of the {@link CANARY} stand in `text`, in either case. */
export function showsCanary(text: string): boolean {
  const lowerCase = text.toLowerCase();
  return WINDOWS.some((window) => lowerCase.includes(window));
}
