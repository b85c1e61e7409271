export {
  type AnySignupError,
  BadRequestError,
  InvalidBodyError,
  type InvalidField,
  InvalidPasswordError,
  InvalidRequestError,
  InvalidSignupError,
  type InvalidSignupReason,
  InvalidUsernameError,
  isSignupError,
  MethodNotAllowedError,
  OriginNotAllowedError,
  PasswordDictionaryError,
  PasswordNoUserInfoError,
  type PasswordRule,
  type PasswordRuleItem,
  type PasswordStrength,
  PasswordStrengthError,
  PayloadTooLargeError,
  ProtocolError,
  ServerError,
  SignupError,
  type SignupErrorCode,
  type SignupRefusedCode,
  SignupRefusedError,
  TemporarilyUnavailableError,
  type TemporarilyUnavailableInit,
  TooManySignupsError,
  type UnavailableReason,
  UnsupportedMediaTypeError,
  UserExistsError,
  UsernameExistsError,
} from './errors';
export { normalizeEmail, normalizeUsername } from './fields/text';
export { lockConfigurationRouter } from './http/lock-configuration-router';
export { signupErrorHandler } from './http/signup-error-handler';
export type {
  OpenApiHeader,
  OpenApiOperation,
  OpenApiReference,
  OpenApiResponse,
  OpenApiSchema,
  SignupOpenApiDocument,
} from './openapi/open-api-document';
export { signupOpenApi } from './openapi/signup-open-api';
export type { BcryptHasherOptions } from './options/bcrypt-hasher-options';
export type { Client, ClientResolver, ResolverOptions } from './options/client';
export type { ConnectionResolver, DatabaseConnection } from './options/connection';
export type { ConnectionOptions } from './options/connection-options';
export type {
  CharacterType,
  ConnectionPasswordOptions,
  FlexiblePasswordOptions,
  PasswordComplexity,
  PasswordPolicyLevel,
} from './options/connection-password-options';
export type { LockConfigurationOptions } from './options/lock-configuration-options';
export type {
  BcryptHasher,
  HasherStats,
  HashOptions,
  PasswordHasher,
} from './options/password-hasher';
export type { SignupRateLimit } from './options/rate-limit-options';
export type { SignupOpenApiOptions } from './options/signup-open-api-options';
export type { TenantFlags } from './options/signup-router-options';
export { bcryptHasher } from './password/bcrypt-hasher';
export { type SignupRouter, type SignupRouterOptions, signupRouter } from './signup-router';
export type { User } from './users/user';
export { type AnyUserModel, type UserModelOptions, userModel } from './users/user-model';
