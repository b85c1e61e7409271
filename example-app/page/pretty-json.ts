import { isRecord } from './record.js';

/** What is no longer than this stays on one line: a password answer takes 20 lines so, 50 otherwise. */
const width = 100;

/** Indented JSON for reading. Only the blanks differ from what went over the wire. */
export function prettyJson(value: unknown, indent = ''): string {
  const isOutermost = indent === '';
  const whole = onOneLine(value);
  if (!isOutermost && whole.length <= width) return whole;

  const deeper = `${indent}  `;
  const parts = partsOf(value, (inner) => prettyJson(inner, deeper));
  if (parts === undefined || parts.length === 0) return whole;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  const parts = partsOf(value, onOneLine);
  if (parts === undefined) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${parts.join(', ')}]`;
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** The elements or members, printed; nothing for a string, a number or another literal. */
function partsOf(value: unknown, print: (inner: unknown) => string): string[] | undefined {
  if (Array.isArray(value)) return value.map(print);
  if (!isRecord(value)) return undefined;
  return Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${print(inner)}`);
}
