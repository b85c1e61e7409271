import { body, type ValidationChain } from 'express-validator';
import { type InvalidField, InvalidRequestError } from '../errors';
import { firstProblem } from './first-problem';
import type { PlainObject } from './plain-object';
import { FIELD_LIMITS, type SignupRequest } from './profile';
import { asciiLowerCase, hasAtMostCodePoints, isWellFormedText } from './text';
import { userMetadataProblem } from './user-metadata';

/** What a {@link FieldReader} depends on besides the request. */
export interface FieldReaderOptions {
  readonly clientIdRequired: boolean;
  /** The connection of requests that name none. */
  readonly default_directory: string | undefined;
}

/** Resolves with the documented fields of a body; rejects with {@link InvalidRequestError}. */
export type FieldReader = (body: PlainObject) => Promise<SignupRequest>;

const INVALID_EMAIL = 'invalid email address';
// Quotes and back ticks would be legal; nobody's address has them.
const EMAIL_CHARACTERS = /^[!#-_a-~]+$/;
// Without `@` in front of the path: whoever follows the link is told no other host, name or password.
const HTTP_URI = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
// What RFC 3986 has no place for, and what RFC 3987, section 4.1, forbids in addition.
const NOT_IN_URIS = /[\s\p{Cc}\p{Bidi_C}\\<>"`{}|^]/u;

// The documented fields in the documented order, which is the order in which faults are reported:
// https://auth0.com/docs/api/authentication#signup
const CHAINS = {
  client_id: text('client_id'),
  email: body('email')
    .custom(hasEmailForm)
    .withMessage(INVALID_EMAIL)
    .isEmail({ allow_utf8_local_part: false })
    .withMessage(INVALID_EMAIL),
  password: text('password'),
  connection: text('connection'),
  // Judged by the connection, which may have no use for it.
  username: body('username'),
  given_name: limitedText('given_name'),
  family_name: limitedText('family_name'),
  name: limitedText('name'),
  nickname: limitedText('nickname'),
  picture: limitedText('picture')
    .custom(isHttpUri)
    .withMessage('invalid picture (expected an http or https URI)'),
  user_metadata: body('user_metadata').custom((value) => {
    const problem = userMetadataProblem(value);
    if (problem !== undefined) {
      throw new Error(problem);
    }
    return true;
  }),
};

type LimitedField = 'given_name' | 'family_name' | 'name' | 'nickname' | 'picture';
type Field = keyof typeof CHAINS;
type Fields = Partial<Record<Field, unknown>>;

const FIELDS = Object.keys(CHAINS) as readonly Field[];

function text(field: string): ValidationChain {
  return body(field)
    .isString()
    .withMessage(`invalid ${field} type (expected string)`)
    .custom(isWellFormedText)
    .withMessage(`invalid ${field}`);
}

function limitedText(field: LimitedField): ValidationChain {
  const { maxLength } = FIELD_LIMITS[field];
  return text(field)
    .custom((value) => hasAtMostCodePoints(value, maxLength))
    .withMessage(`invalid ${field} (max ${maxLength} characters allowed)`);
}

function hasEmailForm(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    value.length <= FIELD_LIMITS.email.maxLength &&
    value.lastIndexOf('@') <= FIELD_LIMITS.email.maxLocalPartLength &&
    EMAIL_CHARACTERS.test(value)
  );
}

/**
 * Checks the shape of each documented field, without any look-up. The chains see an object of our own
 * that holds the documented fields and nothing else, so that nothing of the request is changed, kept
 * or looked at beyond them.
 */
export function createFieldReader({
  clientIdRequired,
  default_directory,
}: FieldReaderOptions): FieldReader {
  const required = new Set<Field>(['email', 'password', 'connection']);
  if (clientIdRequired) {
    required.add('client_id');
  }

  return async function readFields(given) {
    const fields = documentedFields(given);
    if (default_directory !== undefined && !Object.hasOwn(fields, 'connection')) {
      fields.connection = default_directory;
    }
    const problems: InvalidField[] = [];
    for (const path of FIELDS) {
      const message = Object.hasOwn(fields, path)
        ? await firstProblem(CHAINS[path], path, fields)
        : required.has(path) && `${path} is required`;
      if (message) {
        problems.push({ path, message });
      }
    }
    const [first, ...others] = problems;
    if (first !== undefined) {
      throw new InvalidRequestError([first, ...others]);
    }
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

/** An absolute http or https URI as it is written, not as a lenient parser would mend it. */
function isHttpUri(value: string): boolean {
  return HTTP_URI.test(value) && !NOT_IN_URIS.test(value) && URL.canParse(value);
}
