/**
 * Every code that a {@link SignupError} can carry. Codes are stable: they are what a host, and
 * through the wire a client, decides by.
 */
export type SignupErrorCode =
  | 'user_exists'
  | 'username_exists'
  | 'invalid_signup'
  | 'invalid_username'
  | 'invalid_password'
  | 'too_many_requests'
  | 'invalid_request'
  | 'client_not_found'
  | 'connection_not_found'
  | 'connection_not_enabled'
  | 'signup_disabled'
  | 'invalid_body'
  | 'unsupported_media_type'
  | 'payload_too_large'
  | 'method_not_allowed'
  | 'access_denied'
  | 'temporarily_unavailable'
  | 'server_error';

/** What a subclass tells the base about itself. */
export interface SignupErrorInit {
  readonly status: number;
  readonly code: SignupErrorCode;
  readonly message: string;
  /** Headers that belong to the answer, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The fault behind it: for the host's eyes, never part of the answer. */
  readonly cause?: unknown;
}

// Registered, so that two copies of this package in one process know each other's errors.
const BRAND = Symbol.for('express-dbconnections.SignupError');

/**
 * Base of every error that the sign-up route forwards with `next(error)`.
 *
 * `status` and `statusCode` are what Express and its middlewares read; `code` tells the fault;
 * `cause` holds the original error where there is one. `toJSON()` is the answer's body, made of
 * chosen fields only: neither the password nor the request's body is ever a property of an error.
 */
export abstract class SignupError extends Error {
  /** HTTP status of the answer. */
  readonly status: number;
  /** The same number under the name that `http-errors` uses. */
  readonly statusCode: number;
  readonly code: SignupErrorCode;
  /** Headers of the answer; `undefined` when there are none. */
  readonly headers: Readonly<Record<string, string>> | undefined;

  constructor({ status, code, message, headers, cause }: SignupErrorInit) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.statusCode = status;
    this.code = code;
    this.headers = headers;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The body of the answer, in one of Auth0's three shapes. */
  abstract toJSON(): object;
}

/**
 * Tells whether `error` is a {@link SignupError}, and with `code` whether it is that one. Holds
 * across two copies of the package, where `instanceof` does not.
 */
export function isSignupError<Code extends SignupErrorCode = SignupErrorCode>(
  error: unknown,
  code?: Code,
): error is SignupError & { readonly code: Code } {
  if (!(error instanceof Error) || !(BRAND in error)) {
    return false;
  }
  return code === undefined || (error as { code?: unknown }).code === code;
}
