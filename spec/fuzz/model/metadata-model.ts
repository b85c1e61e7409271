import { codePoints, isWellFormedText } from './text-model';

const RESERVED = ['__proto__', 'constructor', 'prototype', '_bsontype'];

/** The error sentence for an invalid `user_metadata`, otherwise `undefined`. */
export function metadataSentence(metadata: unknown): string | undefined {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata)) {
    return 'invalid user_metadata type (expected object)';
  }
  const names = Object.keys(metadata);
  if (names.length > 10) {
    return 'invalid user_metadata (max 10 properties allowed)';
  }
  for (const name of names) {
    const value = Object.getOwnPropertyDescriptor(metadata, name)?.value;
    const sentence = propertySentence(name, value);
    if (sentence !== undefined) {
      return sentence;
    }
  }
  return undefined;
}

function propertySentence(name: string, value: unknown): string | undefined {
  const points = codePoints(name);
  if (!isWellFormedText(name)) {
    return 'invalid user_metadata';
  }
  if (points.length > 100) {
    return `invalid user_metadata.${shown(points.slice(0, 100).join(''))} name (max 100 characters allowed)`;
  }
  if (name === '' || name.includes('.') || name[0] === '$' || RESERVED.includes(name)) {
    return `invalid user_metadata.${shown(name)} name (empty, reserved, with "." or a leading "$")`;
  }
  if (typeof value !== 'string') {
    return `invalid user_metadata.${shown(name)} type (only strings are allowed)`;
  }
  if (!isWellFormedText(value)) {
    return 'invalid user_metadata';
  }
  if (codePoints(value).length > 500) {
    return `invalid user_metadata.${shown(name)} value (max 500 characters allowed)`;
  }
  return undefined;
}

/** Replaces characters that could control a terminal or break a log line. */
function shown(name: string): string {
  return codePoints(name)
    .map((point) => (/\p{Cc}|\p{Cf}|\p{Zl}|\p{Zp}/u.test(point) ? '\ufffd' : point))
    .join('');
}
