import { inspect, types } from 'node:util';

/**
 * Every text within a value: the results of `String`, `JSON` and `util.inspect`, and of everything that
 * its properties lead to, enumerable or not, symbols and inherited ones included.
 */
export function textsWithin(value: unknown): string[] {
  const texts: string[] = [];
  const seen = new Set<unknown>();
  const found: unknown[] = [value];
  for (let next = 0; next < found.length; next += 1) {
    const one = found[next];
    if (!seen.has(one)) {
      seen.add(one);
      texts.push(...textsOf(one));
      found.push(...partsOf(one));
    }
  }
  return isComposed(value) ? [...texts, ...asAWhole(value)] : texts;
}

function textsOf(value: unknown): readonly string[] {
  if (types.isArrayBufferView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    const text = Buffer.from(buffer, byteOffset, byteLength).toString('latin1');
    // Removing NULs makes UTF-16 text readable.
    return [text, text.replaceAll('\0', '')];
  }
  return isComposed(value) ? [] : [String(value)];
}

function partsOf(value: unknown): readonly unknown[] {
  if (!isComposed(value) || types.isArrayBufferView(value)) {
    return [];
  }
  const own = Reflect.ownKeys(value).flatMap((key) => [key, read(value, key)]);
  const members: unknown[] = types.isMap(value) || types.isSet(value) ? [...value] : [];
  return [...own, ...inherited(value), ...members];
}

/** The values of inherited getters, except those of Object.prototype. */
function inherited(value: object): readonly unknown[] {
  const parts: unknown[] = [];
  let owner = Object.getPrototypeOf(value);
  while (owner !== null && Object.getPrototypeOf(owner) !== null) {
    const values = Reflect.ownKeys(owner).map((key) => read(value, key));
    parts.push(...values.filter((part) => typeof part !== 'function'));
    owner = Object.getPrototypeOf(owner);
  }
  return parts;
}

function read(value: object, key: PropertyKey): unknown {
  try {
    return Reflect.get(value, key);
  } catch {
    return undefined;
  }
}

function isComposed(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function asAWhole(value: unknown): readonly string[] {
  return [
    () => String(value),
    () => JSON.stringify(value) ?? '',
    () => inspect(value, { showHidden: true, depth: 20, getters: true, maxStringLength: null }),
  ].map((write) => {
    try {
      return write();
    } catch {
      return '';
    }
  });
}
