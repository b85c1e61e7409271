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
  UnsupportedMediaTypeError,
  UserExistsError,
  UsernameExistsError,
} from './errors';
export { normalizeEmail, normalizeUsername } from './fields/text';
export {
  type LockConfigurationOptions,
  lockConfigurationRouter,
} from './http/lock-configuration-router';
export { signupErrorHandler } from './http/signup-error-handler';
export type {
  OpenApiHeader,
  OpenApiOperation,
  OpenApiReference,
  OpenApiResponse,
  OpenApiSchema,
  SignupOpenApiDocument,
} from './openapi/open-api-document';
export { type SignupOpenApiOptions, signupOpenApi } from './openapi/signup-open-api';
export type {
  SignupRateLimit,
  SignupRouterOptions,
  TenantFlags,
} from './options/signup-router-options';
export { type BcryptHasherOptions, bcryptHasher } from './password/bcrypt-hasher';
export type {
  CharacterType,
  ConnectionPasswordOptions,
  FlexiblePasswordOptions,
  PasswordComplexity,
  PasswordPolicyLevel,
} from './password/connection-password-options';
export type { HashOptions, PasswordHasher } from './password/password-hasher';
export { type SignupRouter, signupRouter } from './signup-router';
export type { Client } from './tenant/client';
export type { ClientResolver, ResolverOptions } from './tenant/clients';
export type { ConnectionResolver } from './tenant/connections';
export type { ConnectionOptions, DatabaseConnection } from './tenant/database-connection';
export type { User } from './users/user';
export { type AnyUserModel, type UserModelOptions, userModel } from './users/user-model';
