import type {
  PasswordDictionaryError,
  PasswordNoUserInfoError,
  PasswordStrengthError,
} from './password-errors';
import type {
  InvalidBodyError,
  MethodNotAllowedError,
  OriginNotAllowedError,
  PayloadTooLargeError,
  ServerError,
  TemporarilyUnavailableError,
  UnsupportedMediaTypeError,
} from './protocol-errors';
import type { InvalidRequestError, SignupRefusedError } from './request-errors';
import { BRAND, type SignupErrorCode } from './signup-error';
import type {
  InvalidSignupError,
  InvalidUsernameError,
  TooManySignupsError,
  UserExistsError,
  UsernameExistsError,
} from './user-errors';

/** All errors of the catalogue; narrowed by `code`, and those of passwords by `name`. */
export type AnySignupError =
  | InvalidBodyError
  | InvalidRequestError
  | InvalidSignupError
  | InvalidUsernameError
  | MethodNotAllowedError
  | OriginNotAllowedError
  | PasswordDictionaryError
  | PasswordNoUserInfoError
  | PasswordStrengthError
  | PayloadTooLargeError
  | ServerError
  | SignupRefusedError
  | TemporarilyUnavailableError
  | TooManySignupsError
  | UnsupportedMediaTypeError
  | UserExistsError
  | UsernameExistsError;

/**
 * Whether `error` comes from the sign-up route and, with `code`, whether it has that code. Works
 * across two copies of the package, where `instanceof` fails.
 *
 * @example
 * if (isSignupError(error, 'invalid_request')) {
 *   logger.info({ fields: error.errors.map(({ path }) => path) });
 * }
 */
export function isSignupError<Code extends SignupErrorCode = SignupErrorCode>(
  error: unknown,
  code?: Code,
): error is AnySignupError & { readonly code: Code } {
  if (!(error instanceof Error) || !(BRAND in error)) {
    return false;
  }
  return code === undefined || (error as { code?: unknown }).code === code;
}
