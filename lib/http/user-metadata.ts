import { isObject } from '../fields/plain-object';
import { hasAtMostCodePoints, isWellFormedText } from '../fields/text';

// https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data
const MAX_PROPERTIES = 10;
const MAX_NAME = 100;
const MAX_VALUE = 500;

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
  if (entries.length > MAX_PROPERTIES) {
    return `invalid user_metadata (max ${MAX_PROPERTIES} properties allowed)`;
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
  if (!hasAtMostCodePoints(name, MAX_NAME)) {
    const shown = [...name.slice(0, 2 * MAX_NAME)].slice(0, MAX_NAME).join('');
    return `invalid user_metadata.${printable(shown)} name (max ${MAX_NAME} characters allowed)`;
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
  if (!hasAtMostCodePoints(value, MAX_VALUE)) {
    return `invalid user_metadata.${printable(name)} value (max ${MAX_VALUE} characters allowed)`;
  }
  return undefined;
}

/** A name as a line of the host's log may hold it: nothing ends the line or steers the terminal. */
function printable(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
