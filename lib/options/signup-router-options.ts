import type { Options as RateLimitOptions } from 'express-rate-limit';
import type { PasswordHasher } from '../password/password-hasher';
import type { Client } from '../tenant/client';
import type { ClientResolver } from '../tenant/clients';
import type { ConnectionResolver } from '../tenant/connections';
import type { DatabaseConnection } from '../tenant/database-connection';
import type { AnyUserModel } from '../users/user-model';

/** Auth0's tenant flags. Those that do not concern sign-up are accepted and ignored. */
export interface TenantFlags {
  /**
   * `true`: the answer tells that an address or a username is taken. Default `false`: every such
   * refusal is the same `invalid_signup`.
   */
  readonly enable_public_signup_user_exists_error?: boolean;
  readonly [flag: string]: unknown;
}

/**
 * Options of express-rate-limit; default 50 sign-ups a minute and IP address, IPv6 by /64. What is
 * answered is Auth0's 429, so that `handler`, `message` and `statusCode` are not among them; nor are the old names `max` and
 * `headers`, which are `limit` and `legacyHeaders`.
 */
export type SignupRateLimit = Partial<
  Omit<RateLimitOptions, 'handler' | 'message' | 'statusCode' | 'max' | 'headers'>
>;

/** Options of `signupRouter()`. */
export interface SignupRouterOptions {
  /** The model from `userModel()`. Required. */
  readonly users: AnyUserModel;
  /** Auth0 clients, or where to find them. Required. */
  readonly clients: readonly Client[] | ClientResolver;
  /** Auth0 connections, or where to find them. Required. */
  readonly connections: readonly DatabaseConnection[] | ConnectionResolver;
  /** Name of the connection that a request without `connection` means. Default none. */
  readonly default_directory?: string;
  /** Auth0's tenant flags. Default `{}`. */
  readonly flags?: TenantFlags;
  /** Hashes the passwords. Default `bcryptHasher()`, which the router then closes itself. */
  readonly hasher?: PasswordHasher;
  /** Limits sign-ups per sender; `false` for no limit. Default 50 a minute and IP address. */
  readonly rateLimit?: false | SignupRateLimit;
  /**
   * Answers preflights and sets CORS headers by the clients' `allowed_origins`. Default `true`;
   * `false` leaves both to the host and keeps refusing origins that a client does not allow.
   */
  readonly cors?: boolean;
  /** Largest body, in bytes or as `'100kb'`. Default `'100kb'`. */
  readonly bodyLimit?: number | string;
  /** From the parsed body to the answer, in ms; past it 503. Default 8000. */
  readonly timeout?: number;
}
