/** Every code of a {@link SignupError}. Codes are stable: hosts and clients branch on them. */
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

/** What a subclass passes to the base. */
export interface SignupErrorInit {
  readonly status: number;
  readonly code: SignupErrorCode;
  readonly message: string;
  /** Headers of the response, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The original error, for the host only: never part of the response. */
  readonly cause?: unknown;
}

// Registered, so that two copies of this package in one process recognize each other's errors.
export const BRAND = Symbol.for('express-dbconnections.SignupError');

/**
 * Base of every error that the sign-up route forwards with `next(error)`.
 *
 * Express and its middlewares read `status` and `statusCode`; `code` identifies the error; `cause`
 * holds the original error, if any. `toJSON()` returns the body of the response, built from chosen
 * fields: neither the password nor the request's body is ever a property of an error.
 */
export abstract class SignupError extends Error {
  /** HTTP status of the response. */
  readonly status: number;
  /** The same number under the name that `http-errors` uses. */
  readonly statusCode: number;
  /** Which error this is. */
  readonly code: SignupErrorCode;
  /** Headers of the response; `undefined` when there are none. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  // Declared for hosts whose `lib` is older than ES2022.
  /** The original error, for the host only. */
  declare readonly cause?: unknown;

  constructor({ status, code, message, headers, cause }: SignupErrorInit) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.statusCode = status;
    this.code = code;
    this.headers = headers;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The body of the response, in one of Auth0's three shapes. */
  abstract toJSON(): object;
}
