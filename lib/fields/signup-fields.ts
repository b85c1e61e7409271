import { body, type ValidationChain } from 'express-validator';
import { type InvalidField, InvalidRequestError } from '../errors';
import type { PlainObject } from './plain-object';
import { FIELD_LIMITS, type SignupRequest } from './profile';
import { hasAtMostCodePoints, isWellFormedText, normalizeEmail } from './text';
import { userMetadataError } from './user-metadata';

/** What a {@link FieldReader} depends on besides the request. */
export interface FieldReaderOptions {
  readonly clientIdRequired: boolean;
  /** The connection of requests that name none. */
  readonly default_directory: string | undefined;
}

/** Resolves with the documented fields of a body; rejects with {@link InvalidRequestError}. */
export type FieldReader = (body: PlainObject) => Promise<SignupRequest>;

type Field = keyof SignupRequest;
type LimitedField = 'given_name' | 'family_name' | 'name' | 'nickname' | 'picture';

const INVALID_EMAIL = 'invalid email address';
// Legal, but not accepted: quotes and back ticks.
const EMAIL_CHARACTERS = /^[!#-_a-~]+$/;
// No user name or password in the authority part.
const HTTP_URI = /^https?:\/\/[^/?#@]+(?:[/?#]|$)/i;
// Characters that RFC 3986 does not allow, and those that RFC 3987, section 4.1, forbids in addition.
const NOT_IN_URIS = /[\s\p{Cc}\p{Bidi_C}\\<>"`{}|^]/u;

// In the documented order, which is also the order of the errors:
// https://auth0.com/docs/api/authentication#signup
const CHAINS = {
  client_id: text('client_id'),
  email: body('email')
    .custom(hasEmailForm)
    .withMessage(INVALID_EMAIL)
    .bail()
    .isEmail({ allow_utf8_local_part: false })
    .withMessage(INVALID_EMAIL)
    .hide(),
  password: text('password'),
  connection: text('connection'),
  // Checked by the connection: see createUsernameReader().
  username: body('username'),
  given_name: limitedText('given_name'),
  family_name: limitedText('family_name'),
  name: limitedText('name'),
  nickname: limitedText('nickname'),
  picture: limitedText('picture')
    .custom(isHttpUri)
    .withMessage('invalid picture (expected an http or https URI)'),
  user_metadata: body('user_metadata')
    .custom((value) => {
      const message = userMetadataError(value);
      if (message !== undefined) {
        throw new Error(message);
      }
      return true;
    })
    .hide(),
} as const satisfies Record<Field, ValidationChain>;

const FIELDS = Object.keys(CHAINS) as readonly Field[];

function text(field: Field): ValidationChain {
  return body(field)
    .isString()
    .withMessage(`invalid ${field} type (expected string)`)
    .bail()
    .custom(isWellFormedText)
    .withMessage(`invalid ${field}`)
    .bail()
    .hide();
}

function limitedText(field: LimitedField): ValidationChain {
  const { maxLength } = FIELD_LIMITS[field];
  return text(field)
    .custom((value) => hasAtMostCodePoints(value, maxLength))
    .withMessage(`invalid ${field} (max ${maxLength} characters allowed)`)
    .bail();
}

function hasEmailForm(value: unknown): boolean {
  const { maxLength, maxLocalPartLength } = FIELD_LIMITS.email;
  return (
    typeof value === 'string' &&
    value.length <= maxLength &&
    value.lastIndexOf('@') <= maxLocalPartLength &&
    EMAIL_CHARACTERS.test(value)
  );
}

/** An absolute http or https URI as written: `URL` alone would accept and repair invalid ones. */
function isHttpUri(value: string): boolean {
  return HTTP_URI.test(value) && !NOT_IN_URIS.test(value) && URL.canParse(value);
}

/**
 * Makes the function that checks the documented fields, without any look-up. The chains run on an
 * object of our own that holds these fields only: nothing of the request is changed or kept.
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
    if (default_directory !== undefined) {
      fields.connection ??= default_directory;
    }
    const errors: InvalidField[] = [];
    for (const path of FIELDS) {
      const message =
        fields[path] === undefined
          ? required.has(path) && `${path} is required`
          : await firstError(path, fields);
      if (message) {
        errors.push({ path, message });
      }
    }
    const [first, ...others] = errors;
    if (first !== undefined) {
      throw new InvalidRequestError([first, ...others]);
    }
    return fields as unknown as SignupRequest;
  };
}

type Fields = Partial<Record<Field, unknown>>;

/** Own properties only; `null`, `''` and a blank e-mail count as absent. */
function documentedFields(given: PlainObject): Fields {
  const fields: Fields = {};
  for (const field of FIELDS) {
    if (Object.hasOwn(given, field)) {
      const value = field === 'email' ? normalized(given.email) : given[field];
      if (value != null && value !== '') {
        fields[field] = value;
      }
    }
  }
  return fields;
}

function normalized(email: unknown): unknown {
  return typeof email === 'string' ? normalizeEmail(email) : email;
}

async function firstError(field: Field, fields: Fields): Promise<string | undefined> {
  const result = await CHAINS[field].run({ body: fields }, { dryRun: true });
  return result.array()[0]?.msg;
}
