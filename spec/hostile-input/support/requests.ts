import { CANARY } from '../../support/canary';
import { type Failure, protocolFailure, sentence } from '../../support/expect-failure';
import { REQUEST } from '../../support/use-signup-apps';
import type { Attack, Stored } from './attack';

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A sign-up that succeeds, with the canary for a password. */
export const BASE: Readonly<Record<string, string>> = { ...REQUEST, password: CANARY };

/** That it does. */
export const OK: Stored = { shown: { email: REQUEST.email } };

export const BAD_BODY = protocolFailure(400, 'invalid_body', 'Bad Request');
export const BAD_TYPE = protocolFailure(
  415,
  'unsupported_media_type',
  'Send application/json or application/x-www-form-urlencoded.',
);
export const TOO_LARGE = protocolFailure(
  413,
  'payload_too_large',
  'The request body is too large.',
);

/** A success that shows further fields, in the documented order. */
export function showing(fields: Readonly<Record<string, unknown>>): Stored {
  return { shown: { email: REQUEST.email, ...fields } };
}

/** {@link BASE} with these fields instead. */
export function json(
  title: string,
  fields: Readonly<Record<string, unknown>>,
  outcome: Attack['outcome'],
): Attack {
  return jsonText(title, JSON.stringify({ ...BASE, ...fields }), outcome);
}

/** A body that no serializer would write. */
export function jsonText(title: string, body: string | Buffer, outcome: Attack['outcome']): Attack {
  return { title, sent: { headers: { 'content-type': JSON_TYPE }, body }, outcome };
}

/** {@link BASE} as a form, and `more` behind it. */
export function form(title: string, more: string, outcome: Attack['outcome']): Attack {
  return formText(title, `${new URLSearchParams(BASE)}&${more}`, outcome);
}

export function formText(title: string, body: string | Buffer, outcome: Attack['outcome']): Attack {
  return { title, sent: { headers: { 'content-type': FORM_TYPE }, body }, outcome };
}

/** The text fields, and the longest value of each. */
export const TEXT_FIELDS = {
  client_id: Infinity,
  password: Infinity,
  connection: Infinity,
  given_name: 150,
  family_name: 150,
  name: 150,
  nickname: 350,
  picture: 2048,
} as const;

export const REQUIRED = ['client_id', 'email', 'password', 'connection'];
export const PROFILE = ['given_name', 'family_name', 'name', 'nickname'] as const;

/** What a value that is no text makes of `field`. */
export function wrongType(field: string): Failure {
  return field === 'email'
    ? sentence('invalid email address')
    : sentence(`invalid ${field} type (expected string)`);
}

/** JSON of {@link BASE} with `field` written as `value`, which may be what JSON.stringify never writes. */
export function withRaw(field: string, value: string): string {
  const { [field]: _, ...others } = BASE;
  return JSON.stringify(others).replace('{', `{${JSON.stringify(field)}:${value},`);
}
