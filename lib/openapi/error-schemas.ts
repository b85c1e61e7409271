import {
  InvalidBodyError,
  InvalidSignupError,
  InvalidUsernameError,
  MethodNotAllowedError,
  OriginNotAllowedError,
  PasswordDictionaryError,
  PasswordNoUserInfoError,
  PasswordStrengthError,
  PayloadTooLargeError,
  ServerError,
  TemporarilyUnavailableError,
  TooManySignupsError,
  UnsupportedMediaTypeError,
  UserExistsError,
  UsernameExistsError,
} from '../errors';
import type { OpenApiReference, OpenApiSchema } from './open-api-document';

/** One error of each kind, from which the document takes names, codes and statuses. */
export const ERRORS = {
  user: [
    new UserExistsError(),
    new UsernameExistsError(),
    new InvalidSignupError('email'),
    new InvalidUsernameError(''),
  ],
  passwordStrength: new PasswordStrengthError({ rules: [], verified: false }, ''),
  refusedPassword: [new PasswordDictionaryError(), new PasswordNoUserInfoError()],
  tooManySignups: new TooManySignupsError({ retryAfter: 1 }),
  protocol: {
    body: new InvalidBodyError(),
    origin: new OriginNotAllowedError(''),
    method: new MethodNotAllowedError(),
    size: new PayloadTooLargeError(),
    mediaType: new UnsupportedMediaTypeError(),
    server: new ServerError({ cause: undefined }),
    unavailable: new TemporarilyUnavailableError(),
  },
} as const;

const TEXT = { type: 'string' } as const;
const BOOLEAN = { type: 'boolean' } as const;

/** Makes the schemas of the errors; `ref` makes the reference to one of them. */
export function errorSchemas(ref: (name: string) => OpenApiReference) {
  const [user] = ERRORS.user;
  const { passwordStrength, tooManySignups } = ERRORS;
  const item = { message: TEXT, code: TEXT, verified: BOOLEAN };
  return {
    BadRequestError: closedObject({
      name: { const: user.toJSON().name },
      code: { enum: ERRORS.user.map(({ code }) => code) },
      description: TEXT,
      statusCode: { const: user.status },
    }),
    PasswordRuleItem: closedObject(item),
    PasswordRule: closedObject(item, {
      format: { type: 'array', items: { type: ['number', 'string'] } },
      items: { type: 'array', items: ref('PasswordRuleItem') },
    }),
    PasswordStrengthError: closedObject({
      name: { const: passwordStrength.name },
      message: { const: passwordStrength.message },
      code: { const: passwordStrength.code },
      description: {
        oneOf: [
          TEXT,
          closedObject({
            rules: { type: 'array', items: ref('PasswordRule') },
            verified: { const: false },
          }),
        ],
      },
      policy: TEXT,
      statusCode: { const: passwordStrength.status },
    }),
    RefusedPassword: closedObject({
      name: { enum: ERRORS.refusedPassword.map(({ name }) => name) },
      message: TEXT,
      code: { const: passwordStrength.code },
      description: TEXT,
      statusCode: { const: passwordStrength.status },
    }),
    RequestError: {
      ...closedObject({ error: TEXT }),
      description: 'A field is invalid, or the tenant rejects the request: one sentence.',
    },
    ProtocolError: closedObject({
      error: { enum: Object.values(ERRORS.protocol).map(({ code }) => code) },
      error_description: TEXT,
    }),
    TooManySignups: closedObject({
      name: { const: tooManySignups.toJSON().name },
      message: TEXT,
      code: { const: tooManySignups.code },
      description: TEXT,
      statusCode: { const: tooManySignups.status },
    }),
  };
}

type Properties = Record<string, OpenApiSchema>;

/** An object that has all of `properties`, perhaps some of `optional`, and no other ones. */
function closedObject(properties: Properties, optional: Properties = {}) {
  return {
    type: 'object' as const,
    required: Object.keys(properties),
    additionalProperties: false,
    properties: { ...properties, ...optional },
  };
}
