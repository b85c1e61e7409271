import { isObject, type PlainObject } from '../fields/plain-object';
import { invalidOption } from './invalid-option';

export function checkObject(path: string, value: unknown, advice: string): PlainObject {
  if (!isObject(value)) {
    throw invalidOption(path, value, advice);
  }
  return value;
}

/** Refuses a key that is none of `known`, so that a misspelt option is never silently off. */
export function checkKnownKeys(path: string, object: PlainObject, known: readonly string[]): void {
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    const prefix = path === '' ? '' : `${path}.`;
    throw invalidOption(
      `${prefix}${unknown}`,
      object[unknown],
      `there is no such option; write one of ${known.join(', ')}`,
    );
  }
}

export function checkArray(path: string, value: unknown, advice: string): readonly unknown[] {
  if (!Array.isArray(value)) {
    throw invalidOption(path, value, advice);
  }
  return value;
}

export function checkName(
  path: string,
  value: unknown,
  advice = 'write a non-empty string',
): string {
  if (typeof value !== 'string' || value === '') {
    throw invalidOption(path, value, advice);
  }
  return value;
}

export function checkStrings(path: string, value: unknown, advice: string): readonly string[] {
  const list = checkArray(path, value, advice);
  return list.map((item, index) => checkName(`${path}[${index}]`, item));
}

export function checkBoolean(path: string, value: unknown): boolean {
  if (typeof value !== 'boolean') {
    throw invalidOption(path, value, 'write true or false');
  }
  return value;
}

export function checkInteger(path: string, value: unknown, min: number, max: number): number {
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw invalidOption(path, value, `write a whole number from ${min} to ${max}`);
  }
  return value as number;
}

export function checkOneOf<const Value extends string>(
  path: string,
  value: unknown,
  allowed: readonly Value[],
): Value {
  if (!allowed.includes(value as Value)) {
    throw invalidOption(path, value, `write one of ${allowed.map((one) => `'${one}'`).join(', ')}`);
  }
  return value as Value;
}
