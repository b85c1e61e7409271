import { isPlainObject } from '../fields/plain-object';

const MEMBERS = new Set<string>();

/** Makes the members of an enumeration showable: they are ours, so none of them is a secret. */
export function registerMembers(members: readonly string[]): void {
  for (const member of members) {
    MEMBERS.add(member);
  }
}

/**
 * What an error shows of a wrong value: the value itself only where it cannot be a secret, otherwise
 * its type. A host that passes the wrong object would print a database URI or a key.
 */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return describeString(value);
    case 'object':
      return value === null ? 'null' : describeObject(value);
    case 'function':
    case 'symbol':
    case 'bigint':
      return `a ${typeof value}`;
    default:
      return Object.is(value, -0) ? '-0' : String(value);
  }
}

function describeString(text: string): string {
  if (text === '') {
    return 'an empty string';
  }
  return MEMBERS.has(text) ? `'${text}'` : 'a string';
}

function describeObject(value: object): string {
  if (Array.isArray(value)) {
    return 'an array';
  }
  return isPlainObject(value) ? 'an object' : `an instance of ${className(value)}`;
}

/** The prototype is asked: a key `constructor` of the value itself may hold anything. */
function className(value: object): string {
  const made: unknown = Object.getPrototypeOf(value).constructor;
  const name: unknown = typeof made === 'function' ? made.name : undefined;
  return typeof name === 'string' && /^[\w$]+$/.test(name) ? name : 'a class';
}
