import { isObject } from './plain-object';
import { FIELD_LIMITS } from './profile';
import { hasAtMostCodePoints, isWellFormedText } from './text';

const { maxProperties, maxNameLength, maxValueLength } = FIELD_LIMITS.user_metadata;

// Names that mean something to JavaScript's objects or to BSON's serializer.
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', '_bsontype']);

/**
 * What is wrong with a `user_metadata`, in words; `undefined` when nothing is. Looks at the object's
 * own names one by one: a wildcard chain of express-validator reads brackets in a name as a path
 * into its neighbour.
 */
export function userMetadataProblem(metadata: unknown): string | undefined {
  if (!isObject(metadata)) {
    return 'invalid user_metadata type (expected object)';
  }
  const entries = Object.entries(metadata);
  if (entries.length > maxProperties) {
    return `invalid user_metadata (max ${maxProperties} properties allowed)`;
  }
  for (const [name, value] of entries) {
    const problem = nameProblem(name) ?? valueProblem(name, value);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

function nameProblem(name: string): string | undefined {
  if (!isWellFormedText(name)) {
    return 'invalid user_metadata';
  }
  if (!hasAtMostCodePoints(name, maxNameLength)) {
    const shown = [...name.slice(0, 2 * maxNameLength)].slice(0, maxNameLength).join('');
    return `invalid user_metadata.${printable(shown)} name (max ${maxNameLength} characters allowed)`;
  }
  if (name === '' || name.includes('.') || name.startsWith('$') || RESERVED.has(name)) {
    return `invalid user_metadata.${printable(name)} name (empty, reserved, with "." or a leading "$")`;
  }
  return undefined;
}

function valueProblem(name: string, value: unknown): string | undefined {
  if (typeof value !== 'string') {
    return `invalid user_metadata.${printable(name)} type (only strings are allowed)`;
  }
  if (!isWellFormedText(value)) {
    return 'invalid user_metadata';
  }
  if (!hasAtMostCodePoints(value, maxValueLength)) {
    return `invalid user_metadata.${printable(name)} value (max ${maxValueLength} characters allowed)`;
  }
  return undefined;
}

/** A name as a line of the host's log may hold it: nothing ends the line or steers the terminal. */
function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
