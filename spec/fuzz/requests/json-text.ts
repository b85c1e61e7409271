import { type BodyValue, type JsonEncoding, Members } from './fuzz-request';

/** `value` as JSON text. */
export function jsonText(
  value: BodyValue,
  encoding: Pick<JsonEncoding, 'escapes' | 'space'>,
): string {
  const { escapes, space } = encoding;
  const text = (part: BodyValue): string => {
    if (typeof part === 'string') {
      return jsonString(part, escapes);
    }
    if (part instanceof Members) {
      const members = part.pairs.map(
        ([name, member]) => `${jsonString(name, escapes)}:${space}${text(member)}`,
      );
      return `{${space}${members.join(`,${space}`)}${space}}`;
    }
    return Array.isArray(part) ? `[${part.map(text).join(',')}]` : JSON.stringify(part);
  };
  return space + text(value) + space;
}

/** JSON.stringify escapes what must be escaped, lone surrogates included. */
function jsonString(value: string, escapes: JsonEncoding['escapes']): string {
  if (escapes === 'few') {
    return JSON.stringify(value);
  }
  const units = value.split('');
  const written = units.map((unit, index) =>
    escapes === 'all' || index % 3 === 1 ? escaped(unit, index) : JSON.stringify(unit).slice(1, -1),
  );
  // When one half of a surrogate pair is escaped, JSON.stringify escapes the other half.
  return `"${written.join('')}"`;
}

function escaped(unit: string, index: number): string {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${index % 2 === 0 ? hex : hex.toUpperCase()}`;
}
