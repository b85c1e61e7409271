export { BadRequestError } from './bad-request-error';
export { InvalidBodyError } from './invalid-body-error';
export { InvalidPasswordError } from './invalid-password-error';
export { type InvalidField, InvalidRequestError } from './invalid-request-error';
export { InvalidSignupError, type InvalidSignupReason } from './invalid-signup-error';
export { InvalidUsernameError } from './invalid-username-error';
export { MethodNotAllowedError } from './method-not-allowed-error';
export { OriginNotAllowedError } from './origin-not-allowed-error';
export { PasswordDictionaryError } from './password-dictionary-error';
export { PasswordNoUserInfoError } from './password-no-user-info-error';
export {
  type PasswordRule,
  type PasswordRuleItem,
  type PasswordStrength,
  PasswordStrengthError,
} from './password-strength-error';
export { PayloadTooLargeError } from './payload-too-large-error';
export { ProtocolError } from './protocol-error';
export { ServerError } from './server-error';
export { isSignupError, SignupError, type SignupErrorCode } from './signup-error';
export { type SignupRefusedCode, SignupRefusedError } from './signup-refused-error';
export {
  TemporarilyUnavailableError,
  type TemporarilyUnavailableInit,
} from './temporarily-unavailable-error';
export { TooManySignupsError } from './too-many-signups-error';
export { UnsupportedMediaTypeError } from './unsupported-media-type-error';
export { UserExistsError } from './user-exists-error';
export { UsernameExistsError } from './username-exists-error';
