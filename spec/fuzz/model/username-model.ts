import type { DatabaseConnection } from 'express-dbconnections';
import { looksLikeAddress, lowerCase } from './email-model';
import { isWellFormedText } from './text-model';

export type UsernameResult =
  | { readonly username: string | undefined }
  /** Rejected with a sentence (shape B). */
  | { readonly sentence: string }
  /** Rejected with Auth0's `code` and `description` (shape A). */
  | { readonly description: string };

interface Lengths {
  readonly min?: number;
  readonly max?: number;
}

/** Applies the username rules of a connection to the `username` of a request. */
export function validateUsername(
  { name, options }: DatabaseConnection,
  value: unknown,
): UsernameResult {
  if (options?.requires_username !== true) {
    return { username: undefined };
  }
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) {
    return { sentence: `missing username for ${name} connection with requires_username enabled` };
  }
  if (typeof value !== 'string') {
    return { sentence: 'invalid username type (expected string)' };
  }
  if (!isWellFormedText(value)) {
    return { sentence: 'invalid username' };
  }
  const username = lowerCase(value.trim());
  const { min, max } = { min: 1, max: 15, ...(options.validation?.username as Lengths) };
  if (looksLikeAddress(username)) {
    return { description: 'The username cannot be an email.' };
  }
  if (!/^[-a-z0-9_+.!#$^`~@']+$/.test(username)) {
    return { description: 'The username has invalid characters.' };
  }
  if (username.length < min) {
    return { description: `The username must have at least ${min} characters.` };
  }
  if (username.length > max) {
    return { description: `The username must not be longer than ${max} characters.` };
  }
  return { username };
}
