import { CANARY } from '../../support/canary';
import { digestHasher } from '../../support/digest-hasher';
import { type Failure, protocolFailure, sentence } from '../../support/expect-failure';
import type { Success } from '../../support/expect-signup';
import { CLIENT, CONNECTION, REQUEST, type SignupAppOptions } from '../../support/use-signup-apps';
import type { Attack } from './attack';

/** The attacked tenant: one connection of each kind. */
export const TENANT = {
  clients: [CLIENT, { client_id: 'OTHER', allowed_origins: ['https://app.example.com'] }],
  connections: [
    CONNECTION,
    { ...CONNECTION, name: 'Named', options: { requires_username: true } },
    { ...CONNECTION, name: 'Personal', options: { password_no_personal_info: { enable: true } } },
    { ...CONNECTION, name: 'Closed', options: { disable_signup: true } },
    { ...CONNECTION, name: 'OtherClient', enabled_clients: ['OTHER'] },
    { ...CONNECTION, name: 'Disabled', enabled_clients: [] },
    { name: 'Social', strategy: 'google-oauth2', enabled_clients: ['CID'] },
  ],
  hasher: digestHasher(),
} satisfies SignupAppOptions;

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';

/** A valid sign-up, with the canary as its password. */
export const BASE: Readonly<Record<string, string>> = { ...REQUEST, password: CANARY };

/** The outcome of {@link BASE}. */
export const OK: Success = { shown: { email: REQUEST.email } };

export const BAD_BODY = badBody('The body is not a valid JSON object.');
export const BAD_BYTES = badBody('The body is not valid in its charset.');
export const BAD_COMPRESSION = badBody('The body does not match its Content-Encoding.');
export const TOO_DEEP = badBody('The form is nested too deeply.');
export const BAD_CHARSET = protocolFailure(
  415,
  'unsupported_media_type',
  'The charset in Content-Type is not supported. Use utf-8.',
);
export const BAD_ENCODING = protocolFailure(
  415,
  'unsupported_media_type',
  'The Content-Encoding is not supported. Use gzip, deflate, br or none.',
);
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

export const TOO_MANY_PARAMETERS = protocolFailure(
  413,
  'payload_too_large',
  'The form has too many parameters.',
);

function badBody(description: string) {
  return protocolFailure(400, 'invalid_body', description);
}

/** A success whose response has further fields, in the documented order. */
export function showing(fields: Readonly<Record<string, unknown>>): Success {
  return { shown: { email: REQUEST.email, ...fields } };
}

/** {@link BASE} as JSON, with these fields changed. */
export function json(
  title: string,
  fields: Readonly<Record<string, unknown>>,
  outcome: Attack['outcome'],
): Attack {
  return jsonText(title, JSON.stringify({ ...BASE, ...fields }), outcome);
}

/** A body that JSON.stringify cannot write. */
export function jsonText(title: string, body: string | Buffer, outcome: Attack['outcome']): Attack {
  return { title, request: { headers: { 'content-type': JSON_TYPE }, body }, outcome };
}

/** {@link BASE} as a form, followed by `more`. */
export function form(title: string, more: string, outcome: Attack['outcome']): Attack {
  return formText(title, `${new URLSearchParams(BASE)}&${more}`, outcome);
}

export function formText(title: string, body: string | Buffer, outcome: Attack['outcome']): Attack {
  return { title, request: { headers: { 'content-type': FORM_TYPE }, body }, outcome };
}

/** The text fields and their maximum lengths. */
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

/** The failure for a value of `field` that is not a string. */
export function wrongType(field: string): Failure {
  return field === 'email'
    ? sentence('invalid email address')
    : sentence(`invalid ${field} type (expected string)`);
}

/** JSON of {@link BASE} with the raw JSON text `value` for `field`. */
export function withRaw(field: string, value: string): string {
  const { [field]: _, ...others } = BASE;
  return JSON.stringify(others).replace('{', `{${JSON.stringify(field)}:${value},`);
}
