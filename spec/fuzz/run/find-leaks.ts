import { inspect } from 'node:util';
import { type BodyValue, type FuzzRequest, Members } from '../requests/fuzz-request';

const WINDOW = 6;

// An error names every invalid field, including the password; `inspect` adds `[length]`.
const SENTENCES = 'password is required\ninvalid password type (expected string)\n[length]';

/**
 * Runs of six characters of the request's password that `places` contain, ignoring case. Text that
 * the request has in other fields too, and the route's own texts, are not leaks.
 */
export function findLeaks(
  { members: { pairs }, origin = '' }: FuzzRequest,
  ownWords: object,
  places: readonly unknown[],
): readonly string[] {
  const isPassword = ([name]: (typeof pairs)[number]) => name === 'password';
  const passwords = pairs.filter(isPassword).flatMap(([, value]) => texts(value));
  const others = pairs.filter((pair) => !isPassword(pair)).flatMap(([, value]) => written(value));
  const harmless = lowerCase([...others, origin, JSON.stringify(ownWords), SENTENCES]);
  const shown = lowerCase(places.map((place) => inspect(place, EVERYTHING)));
  return passwords
    .flatMap((password) => windows(password.toLowerCase()))
    .filter((part) => shown.includes(part) && !harmless.includes(part));
}

const EVERYTHING = { depth: null, showHidden: true, maxStringLength: null, maxArrayLength: null };

function lowerCase(all: readonly string[]): string {
  return all.join('\n').toLowerCase();
}

function texts(value: BodyValue): string[] {
  if (value instanceof Members) {
    return value.pairs.flatMap(([, part]) => texts(part));
  }
  return Array.isArray(value) ? value.flatMap(texts) : [String(value)];
}

/** The texts of a value, including the names of its members. */
function written(value: BodyValue): string[] {
  return value instanceof Members
    ? value.pairs.flatMap(([name, part]) => [name, ...written(part)])
    : texts(value);
}

function windows(text: string): string[] {
  const count = Math.max(0, text.length - WINDOW + 1);
  return Array.from({ length: count }, (_, start) => text.slice(start, start + WINDOW));
}
