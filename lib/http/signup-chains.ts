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
type Fields = Partial<Record<Field, unknown>>;

// RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3
const MAX_EMAIL = 254;
const MAX_LOCAL_PART = 64;
const INVALID_EMAIL = 'invalid email address';
// Without `@` in front of the path: whoever follows the link is told no other host, name or password.
const HTTP_URI = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
// What RFC 3986 has no place for, and what RFC 3987, section 4.1, forbids in addition.
const NOT_IN_URIS = /[\s\p{Cc}\p{Bidi_C}\\<>"`{}|^]/u;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Checks the shape of each documented field, without any look-up. The chains run on an object of
 * our own that holds the documented fields and nothing else, so that nothing of the request is
 * changed, kept or looked at beyond them. They are few and short, and those of absent fields do not
 * run: a step of a chain costs more than what it checks.
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
    if (default_directory !== undefined && !Object.hasOwn(fields, 'connection')) {
      fields.connection = default_directory;
    }
    const problems = await problemsOf(fields);
    for (const field of required) {
      if (!Object.hasOwn(fields, field)) {
        problems.set(field, `${field} is required`);
      }
    }
    refuse(problems);
    return { ...fields, email: asciiLowerCase(String(fields.email)) } as SignupRequest;
  };
}

/** Own properties only; `null`, `''` and a blank e-mail count as absent. */
function documentedFields(given: PlainObject): Fields {
  const fields: Fields = {};
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

/** What is wrong with the fields that are there. */
async function problemsOf(fields: Fields): Promise<Map<string, string>> {
  const problems = new Map<string, string>();
  for (const chain of chainsFor(fields)) {
    for (const problem of (await chain.run({ body: fields }, { dryRun: true })).array()) {
      problems.set((problem as { path: string }).path, problem.msg);
    }
  }
  return problems;
}

/** The username is judged by the connection, which may have no use for it. */
function chainsFor(fields: Fields): readonly ValidationChain[] {
  return [
    TEXTS,
    ...(Object.hasOwn(fields, 'email') ? [EMAIL] : []),
    ...(Object.hasOwn(fields, 'user_metadata') ? [USER_METADATA] : []),
  ];
}

/** Throws the problems in the documented order of their fields, if there are any. */
function refuse(problems: ReadonlyMap<string, string>): void {
  const [first, ...others] = FIELDS.flatMap((path): InvalidField[] => {
    const message = problems.get(path);
    return message === undefined ? [] : [{ path, message }];
  });
  if (first !== undefined) {
    throw new InvalidRequestError([first, ...others]);
  }
}

const MAX_LENGTHS = {
  client_id: Infinity,
  password: Infinity,
  connection: Infinity,
  given_name: 150,
  family_name: 150,
  name: 150,
  nickname: 350,
  picture: 2048,
} as const satisfies Partial<Record<Field, number>>;

const TEXTS = body(Object.keys(MAX_LENGTHS)).optional().custom(refusing(textProblem)).hide();

const EMAIL = body('email')
  .custom(hasEmailForm)
  .withMessage(INVALID_EMAIL)
  .bail()
  .isEmail({ allow_utf8_local_part: false, blacklisted_chars: '"`' })
  .withMessage(INVALID_EMAIL)
  .hide();

const USER_METADATA = body('user_metadata').custom(refusing(userMetadataProblem)).hide();

/** A check for a chain, of a function that says what is wrong with a value. */
function refusing(problemOf: (value: unknown, path: string) => string | undefined) {
  return (value: unknown, { path }: { readonly path: string }): true => {
    const problem = problemOf(value, path);
    if (problem !== undefined) {
      throw new Error(problem);
    }
    return true;
  };
}

function textProblem(value: unknown, field: string): string | undefined {
  const max = MAX_LENGTHS[field as keyof typeof MAX_LENGTHS];
  if (typeof value !== 'string') {
    return `invalid ${field} type (expected string)`;
  }
  if (!isSoundText(value)) {
    return `invalid ${field}`;
  }
  if (!isAtMost(value, max)) {
    return `invalid ${field} (max ${max} characters allowed)`;
  }
  return field === 'picture' && !isHttpUri(value)
    ? 'invalid picture (expected an http or https URI)'
    : undefined;
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
