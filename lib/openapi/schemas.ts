// The bodies of the route as JSON Schema (2020-12, which is what OpenAPI 3.1 uses).

const text = (maxLength: number, description: string) =>
  ({ type: ['string', 'null'], maxLength, description }) as const;

const request = {
  type: 'object',
  description: 'Fields that are not listed are ignored; `null` and `""` count as absent.',
  required: ['email', 'password'],
  properties: {
    client_id: {
      type: ['string', 'null'],
      description: 'Required unless the tenant has one global client.',
    },
    email: {
      type: 'string',
      description: 'ASCII, at most 254 characters, 64 before the `@`; trimmed and lower-cased.',
    },
    password: {
      type: 'string',
      minLength: 1,
      description: "Has to meet the connection's policy; at most 72 bytes in UTF-8 by default.",
    },
    connection: {
      type: ['string', 'null'],
      description: 'Name of a database connection. Required unless the tenant has a default.',
    },
    username: {
      description: 'A string where the connection requires one, otherwise ignored.',
    },
    given_name: text(150, "The user's given name(s)."),
    family_name: text(150, "The user's family name(s)."),
    name: text(150, "The user's full name."),
    nickname: text(350, "The user's nickname."),
    picture: text(2048, "An http or https URI of the user's picture."),
    user_metadata: {
      type: ['object', 'null', 'string'],
      maxLength: 0,
      maxProperties: 10,
      propertyNames: { minLength: 1, maxLength: 100, pattern: '^[^$.][^.]*$' },
      additionalProperties: { type: 'string', maxLength: 500 },
    },
  },
} as const;

const user = {
  type: 'object',
  description: 'The stored user: what was supplied, never a null.',
  required: ['_id', 'email_verified', 'email'],
  additionalProperties: false,
  properties: {
    _id: { type: 'string', pattern: '^[0-9a-f]{24}$' },
    email_verified: { const: false },
    email: { type: 'string', maxLength: 254 },
    username: { type: 'string', minLength: 1, maxLength: 128 },
    given_name: { type: 'string', maxLength: 150 },
    family_name: { type: 'string', maxLength: 150 },
    name: { type: 'string', maxLength: 150 },
    nickname: { type: 'string', maxLength: 350 },
    picture: { type: 'string', maxLength: 2048 },
    user_metadata: {
      type: 'object',
      maxProperties: 10,
      additionalProperties: { type: 'string', maxLength: 500 },
    },
  },
} as const;

const badRequest = {
  type: 'object',
  required: ['name', 'code', 'description', 'statusCode'],
  additionalProperties: false,
  properties: {
    name: { const: 'BadRequestError' },
    code: { enum: ['user_exists', 'username_exists', 'invalid_signup', 'invalid_username'] },
    description: { type: 'string' },
    statusCode: { const: 400 },
  },
} as const;

const passwordRuleItem = {
  type: 'object',
  required: ['message', 'code', 'verified'],
  additionalProperties: false,
  properties: {
    message: { type: 'string' },
    code: { type: 'string' },
    verified: { type: 'boolean' },
  },
} as const;

const passwordRule = {
  type: 'object',
  required: ['message', 'code', 'verified'],
  additionalProperties: false,
  properties: {
    ...passwordRuleItem.properties,
    format: { type: 'array', items: { type: ['number', 'string'] } },
    items: { type: 'array', items: { $ref: '#/components/schemas/PasswordRuleItem' } },
  },
} as const;

const passwordStrength = {
  type: 'object',
  required: ['name', 'message', 'code', 'description', 'policy', 'statusCode'],
  additionalProperties: false,
  properties: {
    name: { const: 'PasswordStrengthError' },
    message: { const: 'Password is too weak' },
    code: { const: 'invalid_password' },
    description: {
      type: 'object',
      required: ['rules', 'verified'],
      additionalProperties: false,
      properties: {
        rules: { type: 'array', items: { $ref: '#/components/schemas/PasswordRule' } },
        verified: { const: false },
      },
    },
    policy: { type: 'string' },
    statusCode: { const: 400 },
  },
} as const;

const refusedPassword = {
  type: 'object',
  required: ['name', 'message', 'code', 'description', 'statusCode'],
  additionalProperties: false,
  properties: {
    name: { enum: ['PasswordDictionaryError', 'PasswordNoUserInfoError'] },
    message: { type: 'string' },
    code: { const: 'invalid_password' },
    description: { type: 'string' },
    statusCode: { const: 400 },
  },
} as const;

const requestError = {
  type: 'object',
  description: 'A field or a part of the tenant refuses, in one sentence.',
  required: ['error'],
  additionalProperties: false,
  properties: { error: { type: 'string' } },
} as const;

const protocolError = {
  type: 'object',
  required: ['error', 'error_description'],
  additionalProperties: false,
  properties: {
    error: {
      enum: [
        'invalid_body',
        'access_denied',
        'method_not_allowed',
        'payload_too_large',
        'unsupported_media_type',
        'server_error',
        'temporarily_unavailable',
      ],
    },
    error_description: { type: 'string' },
  },
} as const;

const tooManySignups = {
  type: 'object',
  required: ['name', 'code', 'description', 'statusCode'],
  additionalProperties: false,
  properties: {
    name: { const: 'AnomalyDetected' },
    code: { const: 'too_many_requests' },
    description: { type: 'string' },
    statusCode: { const: 429 },
  },
} as const;

export const schemas = {
  SignupRequest: request,
  SignedUpUser: user,
  BadRequestError: badRequest,
  PasswordRuleItem: passwordRuleItem,
  PasswordRule: passwordRule,
  PasswordStrengthError: passwordStrength,
  RefusedPassword: refusedPassword,
  RequestError: requestError,
  ProtocolError: protocolError,
  TooManySignups: tooManySignups,
} as const;
