import type { DatabaseConnection } from 'express-dbconnections';
import { looksLikeAddress, lowerCase } from './email-model';
import { isSound } from './text-model';

export type UsernameVerdict =
  | { readonly username: string | undefined }
  /** Refused in a sentence, shape B. */
  | { readonly sentence: string }
  /** Refused in Auth0's words, shape A. */
  | { readonly description: string };

/** What a connection makes of the `username` of a request. */
export function judgeUsername(
  { name, options }: DatabaseConnection,
  value: unknown,
): UsernameVerdict {
  if (options?.requires_username !== true) {
    return { username: undefined };
  }
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) {
    return { sentence: `missing username for ${name} connection with requires_username enabled` };
  }
  if (typeof value !== 'string') {
    return { sentence: 'invalid username type (expected string)' };
  }
  if (!isSound(value)) {
    return { sentence: 'invalid username' };
  }
  const username = lowerCase(value.trim());
  const { min = 1, max = 15 } = options.validation?.username ?? {};
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
