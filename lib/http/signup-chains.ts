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
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;

/**
 * Checks the shape of each documented field, without any look-up. The chains run on an object of
 * our own that holds the documented fields and nothing else, so that nothing of the request is
 * changed, kept or looked at beyond them.
 */
export function signupChains(
  clientIdRequired: boolean,
  default_directory: string | undefined,
): ReadSignupRequest {
  const chains = Object.values(fieldChains(clientIdRequired, default_directory));

  return async function readSignupRequest(given) {
    const request = { body: documentedFields(given) };
    const problems: InvalidField[] = [];
    for (const chain of chains) {
      for (const problem of (await chain.run(request)).array()) {
        problems.push({ path: (problem as { path: string }).path, message: problem.msg });
      }
    }
    const [first, ...others] = problems;
    if (first !== undefined) {
      throw new InvalidRequestError([first, ...others]);
    }
    return request.body as unknown as SignupRequest;
  };
}

/** Own properties only; `null` and `''` count as absent. */
function documentedFields(given: PlainObject): Record<string, unknown> {
  const present = FIELDS.filter(
    (field) => Object.hasOwn(given, field) && given[field] != null && given[field] !== '',
  );
  return Object.fromEntries(present.map((field) => [field, given[field]]));
}

function fieldChains(
  clientIdRequired: boolean,
  default_directory: string | undefined,
): Readonly<Record<Field, ValidationChain>> {
  return {
    client_id: text('client_id', { required: clientIdRequired }),
    email: email(),
    password: text('password', { required: true }),
    connection: text('connection', { required: true, fallback: default_directory }),
    // Judged by the connection, which may have no use for it.
    username: body('username').optional(),
    given_name: text('given_name', { max: 150 }),
    family_name: text('family_name', { max: 150 }),
    name: text('name', { max: 150 }),
    nickname: text('nickname', { max: 350 }),
    picture: text('picture', { max: MAX_PICTURE })
      .custom(isHttpUri)
      .withMessage('invalid picture (expected an http or https URI)'),
    user_metadata: body('user_metadata').optional().custom(checkUserMetadata).hide(),
  };
}

interface TextRules {
  readonly required?: boolean;
  /** What an absent field means. */
  readonly fallback?: string | undefined;
  readonly max?: number;
}

/** A string, and nothing but a string: every other check of express-validator's comes after that. */
function text(
  field: Field,
  { required = false, fallback, max = Infinity }: TextRules,
): ValidationChain {
  const chain = body(field).default(fallback);
  return (required ? chain.exists().withMessage(`${field} is required`).bail() : chain.optional())
    .isString()
    .withMessage(`invalid ${field} type (expected string)`)
    .bail()
    .custom(isSoundText)
    .withMessage(`invalid ${field}`)
    .bail()
    .custom((value: string) => isAtMost(value, max))
    .withMessage(`invalid ${field} (max ${max} characters allowed)`)
    .bail()
    .hide();
}

function email(): ValidationChain {
  return body('email')
    .customSanitizer((value: unknown) =>
      typeof value === 'string' ? value.trim() || undefined : value,
    )
    .exists()
    .withMessage('email is required')
    .bail()
    .isString()
    .withMessage(INVALID_EMAIL)
    .bail()
    .custom(hasEmailForm)
    .withMessage(INVALID_EMAIL)
    .bail()
    .isEmail({ allow_utf8_local_part: false, blacklisted_chars: '"`' })
    .withMessage(INVALID_EMAIL)
    .bail()
    .customSanitizer(asciiLowerCase)
    .hide();
}

function hasEmailForm(value: string): boolean {
  return (
    value.length <= MAX_EMAIL &&
    value.lastIndexOf('@') <= MAX_LOCAL_PART &&
    PRINTABLE_ASCII.test(value)
  );
}

/** An absolute http or https URI as it is written, not as a lenient parser would mend it. */
function isHttpUri(value: string): boolean {
  if (!/^https?:\/\/(?![/?#])[^\s\\\p{Cc}]+$/iu.test(value) || !URL.canParse(value)) {
    return false;
  }
  const { username, password } = new URL(value);
  return username === '' && password === '';
}

function checkUserMetadata(value: unknown): true {
  const problem = userMetadataProblem(value);
  if (problem !== undefined) {
    throw new Error(problem);
  }
  return true;
}
