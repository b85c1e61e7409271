import { isAddress } from './email-model';
import { metadataSentence } from './metadata-model';
import type { Body } from './read-body';
import { codePoints, isWellFormedText } from './text-model';

interface Requirements {
  readonly clientId: boolean;
  readonly connection: boolean;
}

/** The error sentence for the first invalid field, in the documented order. */
export function shapeSentence(body: Body, required: Requirements): string | undefined {
  return (
    textSentence(body, 'client_id', { required: required.clientId }) ??
    emailSentence(fieldOf(body, 'email')) ??
    textSentence(body, 'password', { required: true }) ??
    textSentence(body, 'connection', { required: required.connection }) ??
    textSentence(body, 'given_name', { max: 150 }) ??
    textSentence(body, 'family_name', { max: 150 }) ??
    textSentence(body, 'name', { max: 150 }) ??
    textSentence(body, 'nickname', { max: 350 }) ??
    textSentence(body, 'picture', { max: 2048 }) ??
    pictureSentence(fieldOf(body, 'picture')) ??
    optionalMetadataSentence(fieldOf(body, 'user_metadata'))
  );
}

/** The value of a field; `undefined` for `null` and `""`, which count as absent. */
export function fieldOf(body: Body, field: string): unknown {
  const value = Object.hasOwn(body, field) ? body[field] : undefined;
  return value === null || value === '' ? undefined : value;
}

function textSentence(
  body: Body,
  field: string,
  { required = false, max = Number.POSITIVE_INFINITY },
): string | undefined {
  const value = fieldOf(body, field);
  if (value === undefined) {
    return required ? `${field} is required` : undefined;
  }
  if (typeof value !== 'string') {
    return `invalid ${field} type (expected string)`;
  }
  if (!isWellFormedText(value)) {
    return `invalid ${field}`;
  }
  return codePoints(value).length > max
    ? `invalid ${field} (max ${max} characters allowed)`
    : undefined;
}

function emailSentence(value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && value.trim() === '')) {
    return 'email is required';
  }
  return typeof value === 'string' && isAddress(value.trim()) ? undefined : 'invalid email address';
}

/** An absolute http or https URI without spaces, backslashes, control characters and credentials. */
function pictureSentence(value: unknown): string | undefined {
  if (value === undefined) {
    return undefined;
  }
  const text = value as string;
  const [, host = ''] = /^https?:\/\/([^/?#]*)/i.exec(text) ?? [];
  const isValid =
    host !== '' &&
    !host.includes('@') &&
    !/[\s\\\p{Cc}\p{Bidi_Control}<>"`{}|^]/u.test(text) &&
    URL.canParse(text);
  return isValid ? undefined : 'invalid picture (expected an http or https URI)';
}

function optionalMetadataSentence(value: unknown): string | undefined {
  return value === undefined ? undefined : metadataSentence(value);
}
