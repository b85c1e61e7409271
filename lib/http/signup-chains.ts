import { body, type ValidationChain } from 'express-validator';
import { asciiLowerCase } from '../checks/ascii-lower-case';
import type { PlainObject } from '../checks/option-checks';
import { isSoundText } from '../checks/sound-text';
import { type InvalidField, InvalidRequestError } from '../errors';
import type { SignupRequest } from '../signup/signup-request';
import { isAtMost } from './text-length';
import { userMetadataProblem } from './user-metadata';

/** Resolves with the documented fields of a body; rejects with {@link InvalidRequestError}. */
export type ReadSignupRequest = (body: PlainObject) => Promise<SignupRequest>;

// The documented fields in the documented order, which is the order in which faults are reported:
// https://auth0.com/docs/api/authentication#signup
const FIELDS = [
  'client_id',
  'email',
  'password',
  'connection',
  'username',
  'given_name',
  'family_name',
  'name',
  'nickname',
  'picture',
  'user_metadata',
] as const;

type Field = (typeof FIELDS)[number];

// RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3
const MAX_EMAIL = 254;
const MAX_LOCAL_PART = 64;
const MAX_PICTURE = 2048;
const INVALID_EMAIL = 'invalid email address';
// Without `@` in front of the path: whoever follows the link is told no other host, name or password.
const HTTP_URI = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
// What RFC 3986 has no place for, and what RFC 3987, section 4.1, forbids in addition.
const NOT_IN_URIS = /[\s\p{Cc}\p{Bidi_C}\\<>"`{}|^]/u;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Checks the shape of each documented field, without any look-up. The chains run on an object of
 * our own that holds the documented fields and nothing else, so that nothing of the request is
 * changed, kept or looked at beyond them. Each step of a chain costs more than what it checks, so
 * that only those of the fields that are there run, and each has as few as will do.
 */
export function signupChains(
  clientIdRequired: boolean,
  default_directory: string | undefined,
): ReadSignupRequest {
  const required = new Set<Field>(['email', 'password', 'connection']);
  if (clientIdRequired) {
    required.add('client_id');
  }

  return async function readSignupRequest(given) {
    const fields = documentedFields(given);
    if (default_directory !== undefined) {
      fields.connection ??= default_directory;
    }
    const problems: InvalidField[] = [];
    for (const field of FIELDS) {
      if (Object.hasOwn(fields, field)) {
        problems.push(...(await problemsOf(field, fields)));
      } else if (required.has(field)) {
        problems.push({ path: field, message: `${field} is required` });
      }
    }
    const [first, ...others] = problems;
    if (first !== undefined) {
      throw new InvalidRequestError([first, ...others]);
    }
    return fields as unknown as SignupRequest;
  };
}

/** Own properties only; `null`, `''` and a blank e-mail count as absent. */
function documentedFields(given: PlainObject): Partial<Record<Field, unknown>> {
  const fields: Partial<Record<Field, unknown>> = {};
  for (const field of FIELDS) {
    if (Object.hasOwn(given, field)) {
      const value = field === 'email' ? trimmed(given[field]) : given[field];
      if (value != null && value !== '') {
        fields[field] = value;
      }
    }
  }
  return fields;
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

async function problemsOf(
  field: Field,
  fields: Partial<Record<Field, unknown>>,
): Promise<InvalidField[]> {
  const result = await CHAINS[field].run({ body: fields });
  return result.array().map(({ msg }) => ({ path: field, message: msg }));
}

const CHAINS: Readonly<Record<Field, ValidationChain>> = {
  client_id: text('client_id'),
  email: body('email')
    .custom(hasEmailForm)
    .withMessage(INVALID_EMAIL)
    .bail()
    .isEmail({ allow_utf8_local_part: false, blacklisted_chars: '"`' })
    .withMessage(INVALID_EMAIL)
    .customSanitizer(asciiLowerCase)
    .hide(),
  password: text('password'),
  connection: text('connection'),
  // Judged by the connection, which may have no use for it.
  username: body('username'),
  given_name: text('given_name', 150),
  family_name: text('family_name', 150),
  name: text('name', 150),
  nickname: text('nickname', 350),
  picture: text('picture', MAX_PICTURE)
    .bail()
    .custom(isHttpUri)
    .withMessage('invalid picture (expected an http or https URI)'),
  user_metadata: body('user_metadata').custom(refusing(userMetadataProblem)).hide(),
};

/** A sound string of at most `max` characters. */
function text(field: Field, max = Infinity): ValidationChain {
  return body(field)
    .custom(refusing((value) => textProblem(field, value, max)))
    .hide();
}

/** A check for a chain, of a function that says what is wrong with a value. */
function refusing(problemOf: (value: unknown) => string | undefined): (value: unknown) => true {
  return (value) => {
    const problem = problemOf(value);
    if (problem !== undefined) {
      throw new Error(problem);
    }
    return true;
  };
}

function textProblem(field: Field, value: unknown, max: number): string | undefined {
  if (typeof value !== 'string') {
    return `invalid ${field} type (expected string)`;
  }
  if (!isSoundText(value)) {
    return `invalid ${field}`;
  }
  return isAtMost(value, max) ? undefined : `invalid ${field} (max ${max} characters allowed)`;
}

function hasEmailForm(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length <= MAX_EMAIL &&
    value.lastIndexOf('@') <= MAX_LOCAL_PART &&
    PRINTABLE_ASCII.test(value)
  );
}

/** An absolute http or https URI as it is written, not as a lenient parser would mend it. */
function isHttpUri(value: string): boolean {
  return HTTP_URI.test(value) && !NOT_IN_URIS.test(value) && URL.canParse(value);
}
