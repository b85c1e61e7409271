export { type AnySignupError, isSignupError } from './is-signup-error';
export {
  InvalidPasswordError,
  PasswordDictionaryError,
  PasswordNoUserInfoError,
  type PasswordRule,
  type PasswordRuleItem,
  type PasswordStrength,
  PasswordStrengthError,
} from './password-errors';
export {
  InvalidBodyError,
  MethodNotAllowedError,
  OriginNotAllowedError,
  PayloadTooLargeError,
  ProtocolError,
  ServerError,
  TemporarilyUnavailableError,
  type TemporarilyUnavailableInit,
  type UnavailableReason,
  UnsupportedMediaTypeError,
} from './protocol-errors';
export {
  type InvalidField,
  InvalidRequestError,
  type SignupRefusedCode,
  SignupRefusedError,
} from './request-errors';
export { SignupError, type SignupErrorCode } from './signup-error';
export {
  BadRequestError,
  InvalidSignupError,
  type InvalidSignupReason,
  InvalidUsernameError,
  TooManySignupsError,
  UserExistsError,
  UsernameExistsError,
} from './user-errors';
