import type { SignupError } from '../../lib/errors';
import * as errors from '../../lib/errors';

interface Entry {
  readonly make: () => SignupError;
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** The body of the response, byte for byte. */
  readonly wire: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const STRENGTH = { rules: [{ message: 'rule', code: 'lengthAtLeast', verified: false }] };

/** Every error, with all that a client or a host sees of it. */
export const CATALOGUE: readonly Entry[] = [
  {
    make: () => new errors.UserExistsError(),
    name: 'UserExistsError',
    status: 400,
    code: 'user_exists',
    message: 'The user already exists.',
    wire: '{"name":"BadRequestError","code":"user_exists","description":"The user already exists.","statusCode":400}',
  },
  {
    make: () => new errors.UsernameExistsError(),
    name: 'UsernameExistsError',
    status: 400,
    code: 'username_exists',
    message: 'The username provided is in use already.',
    wire: '{"name":"BadRequestError","code":"username_exists","description":"The username provided is in use already.","statusCode":400}',
  },
  {
    make: () => new errors.InvalidSignupError('email'),
    name: 'InvalidSignupError',
    status: 400,
    code: 'invalid_signup',
    message: 'Invalid sign up',
    wire: '{"name":"BadRequestError","code":"invalid_signup","description":"Invalid sign up","statusCode":400}',
  },
  {
    make: () => new errors.InvalidUsernameError('The username has invalid characters.'),
    name: 'InvalidUsernameError',
    status: 400,
    code: 'invalid_username',
    message: 'The username has invalid characters.',
    wire: '{"name":"BadRequestError","code":"invalid_username","description":"The username has invalid characters.","statusCode":400}',
  },
  {
    make: () =>
      new errors.PasswordStrengthError({ ...STRENGTH, verified: false } as never, '* rule'),
    name: 'PasswordStrengthError',
    status: 400,
    code: 'invalid_password',
    message: 'Password is too weak',
    wire: '{"name":"PasswordStrengthError","message":"Password is too weak","code":"invalid_password","description":{"rules":[{"message":"rule","code":"lengthAtLeast","verified":false}],"verified":false},"policy":"* rule","statusCode":400}',
  },
  {
    make: () =>
      new errors.PasswordStrengthError(
        {
          rules: [
            { message: 'known', code: 'lengthAtLeast', verified: true },
            {
              message: 'at most %d of "%s"',
              code: 'sequentialChars',
              format: [2, 'a'],
              verified: false,
            },
            { message: 'too long', code: 'maxLength', format: [72], verified: false },
          ],
          verified: false,
        },
        '* rule',
      ),
    name: 'PasswordStrengthError',
    status: 400,
    code: 'invalid_password',
    message: 'Password is too weak',
    wire: String.raw`{"name":"PasswordStrengthError","message":"Password is too weak","code":"invalid_password","description":"at most 2 of \"a\"\ntoo long 72","policy":"* rule","statusCode":400}`,
  },
  {
    make: () => new errors.PasswordDictionaryError(),
    name: 'PasswordDictionaryError',
    status: 400,
    code: 'invalid_password',
    message: 'Password is too common',
    wire: '{"name":"PasswordDictionaryError","message":"Password is too common","code":"invalid_password","description":"Password is not allowed, it might be too common.","statusCode":400}',
  },
  {
    make: () => new errors.PasswordNoUserInfoError(),
    name: 'PasswordNoUserInfoError',
    status: 400,
    code: 'invalid_password',
    message: 'Password contains user information',
    wire: '{"name":"PasswordNoUserInfoError","message":"Password contains user information","code":"invalid_password","description":"Password is based on user information","statusCode":400}',
  },
  {
    make: () => new errors.TooManySignupsError({ retryAfter: 42 }),
    name: 'TooManySignupsError',
    status: 429,
    code: 'too_many_requests',
    message: 'Too many signups from the same IP',
    wire: '{"name":"AnomalyDetected","message":"Too many signups from the same IP","code":"too_many_requests","description":"Too many signups from the same IP","statusCode":429}',
    headers: { 'retry-after': '42' },
  },
  {
    make: () =>
      new errors.InvalidRequestError([
        { path: 'email', message: 'email is required' },
        { path: 'password', message: 'password is required' },
      ]),
    name: 'InvalidRequestError',
    status: 400,
    code: 'invalid_request',
    message: 'email is required',
    wire: '{"error":"email is required"}',
  },
  ...(
    [
      'client_not_found',
      'connection_not_found',
      'connection_not_enabled',
      'signup_disabled',
    ] as const
  ).map((code) => ({
    make: () => new errors.SignupRefusedError(code, 'the tenant says no'),
    name: 'SignupRefusedError',
    status: 400,
    code,
    message: 'the tenant says no',
    wire: '{"error":"the tenant says no"}',
  })),
  {
    make: () => new errors.InvalidBodyError(),
    name: 'InvalidBodyError',
    status: 400,
    code: 'invalid_body',
    message: 'The body is not a valid JSON object.',
    wire: '{"error":"invalid_body","error_description":"The body is not a valid JSON object."}',
  },
  {
    make: () => new errors.OriginNotAllowedError('https://evil.example'),
    name: 'OriginNotAllowedError',
    status: 403,
    code: 'access_denied',
    message: 'Origin https://evil.example is not allowed.',
    wire: '{"error":"access_denied","error_description":"Origin https://evil.example is not allowed."}',
  },
  {
    make: () => new errors.MethodNotAllowedError(),
    name: 'MethodNotAllowedError',
    status: 405,
    code: 'method_not_allowed',
    message: 'Use POST.',
    wire: '{"error":"method_not_allowed","error_description":"Use POST."}',
    headers: { Allow: 'POST' },
  },
  {
    make: () => new errors.PayloadTooLargeError(),
    name: 'PayloadTooLargeError',
    status: 413,
    code: 'payload_too_large',
    message: 'The request body is too large.',
    wire: '{"error":"payload_too_large","error_description":"The request body is too large."}',
    headers: { Connection: 'close' },
  },
  {
    make: () => new errors.UnsupportedMediaTypeError(),
    name: 'UnsupportedMediaTypeError',
    status: 415,
    code: 'unsupported_media_type',
    message: 'Send application/json or application/x-www-form-urlencoded.',
    wire: '{"error":"unsupported_media_type","error_description":"Send application/json or application/x-www-form-urlencoded."}',
  },
  {
    make: () => new errors.ServerError({ cause: new Error('secret words of the driver') }),
    name: 'ServerError',
    status: 500,
    code: 'server_error',
    message: 'The sign-up could not be completed.',
    wire: '{"error":"server_error","error_description":"The sign-up could not be completed."}',
  },
  {
    make: () => new errors.TemporarilyUnavailableError(),
    name: 'TemporarilyUnavailableError',
    status: 503,
    code: 'temporarily_unavailable',
    message: 'The service is temporarily unavailable. Try again later.',
    wire: '{"error":"temporarily_unavailable","error_description":"The service is temporarily unavailable. Try again later."}',
    headers: { 'retry-after': '1' },
  },
];
