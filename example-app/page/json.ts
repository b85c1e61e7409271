/** A value that fits on a line of this length stays on one line. */
const MAX_LINE_LENGTH = 100;

/** Whether `value` is what `JSON.parse` returns for `{…}`. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Indented JSON for reading. Only the white space differs from what was sent. */
export function prettyJson(value: unknown, indent = ''): string {
  const isOutermost = indent === '';
  const whole = onOneLine(value);
  if (!isOutermost && whole.length <= MAX_LINE_LENGTH) {
    return whole;
  }
  const deeper = `${indent}  `;
  const parts = partsOf(value, (inner) => prettyJson(inner, deeper));
  if (parts === undefined || parts.length === 0) {
    return whole;
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${deeper}${parts.join(`,\n${deeper}`)}\n${indent}${close}`;
}

function onOneLine(value: unknown): string {
  const parts = partsOf(value, onOneLine);
  if (parts === undefined) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${parts.join(', ')}]`;
  }
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** The printed elements or members; `undefined` for a string, a number or another literal. */
function partsOf(value: unknown, print: (inner: unknown) => string): string[] | undefined {
  if (Array.isArray(value)) {
    return value.map(print);
  }
  if (!isRecord(value)) {
    return undefined;
  }
  return Object.entries(value).map(([name, inner]) => `${JSON.stringify(name)}: ${print(inner)}`);
}
