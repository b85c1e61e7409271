import { isObject } from './plain-object';
import { FIELD_LIMITS } from './profile';
import { hasAtMostCodePoints, isWellFormedText } from './text';

const { maxProperties, maxNameLength, maxValueLength } = FIELD_LIMITS.user_metadata;

// Names with a meaning for JavaScript's objects or for the BSON serializer.
const RESERVED = new Set(['__proto__', 'constructor', 'prototype', '_bsontype']);

/**
 * The first error in `user_metadata`, as a sentence; `undefined` if it is valid. Not a wildcard chain
 * of express-validator, which would read brackets in a name as a path.
 */
export function userMetadataError(metadata: unknown): string | undefined {
  if (!isObject(metadata)) {
    return 'invalid user_metadata type (expected object)';
  }
  const entries = Object.entries(metadata);
  if (entries.length > maxProperties) {
    return `invalid user_metadata (max ${maxProperties} properties allowed)`;
  }
  for (const [name, value] of entries) {
    const error = nameError(name) ?? valueError(name, value);
    if (error !== undefined) {
      return error;
    }
  }
  return undefined;
}

function nameError(name: string): string | undefined {
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

function valueError(name: string, value: unknown): string | undefined {
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

/** Replaces what would end a line of the host's log or control its terminal. */
function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
