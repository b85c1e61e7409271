import { type JsonWriting, Members, type Written } from './fuzz-request';

/** `value` as JSON text. */
export function jsonText(value: Written, writing: Pick<JsonWriting, 'escapes' | 'space'>): string {
  const { escapes, space } = writing;
  const text = (part: Written): string => {
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

/** JSON.stringify escapes what has to be escaped, half surrogate pairs included. */
function jsonString(value: string, escapes: JsonWriting['escapes']): string {
  if (escapes === 'few') {
    return JSON.stringify(value);
  }
  const units = value.split('');
  const written = units.map((unit, index) =>
    escapes === 'all' || index % 3 === 1 ? escaped(unit, index) : JSON.stringify(unit).slice(1, -1),
  );
  // Half of a pair that is escaped leaves the other half to be escaped by JSON.stringify.
  return `"${written.join('')}"`;
}

function escaped(unit: string, index: number): string {
  const hex = unit.charCodeAt(0).toString(16).padStart(4, '0');
  return `\\u${index % 2 === 0 ? hex : hex.toUpperCase()}`;
}
