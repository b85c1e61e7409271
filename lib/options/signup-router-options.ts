import v = require('valibot');

import { isObject } from '../fields/plain-object';
import { bodyLimitSchema } from './body-limit';
import { type Client, type ClientResolver, clientsSchema } from './client';
import {
  type ConnectionResolver,
  connectionsSchema,
  type DatabaseConnection,
  isDatabase,
} from './connection';
import { auth0Object, strictObject } from './object-schemas';
import { parseOptions } from './parse-options';
import { hasherSchema, type PasswordHasher } from './password-hasher';
import { rateLimitSchema, type SignupRateLimit } from './rate-limit-options';
import { bool, check, type Maybe, nonEmptyString } from './schemas';
import { DEFAULT_TIMEOUT_MS, timeoutSchema } from './timeout';
import { userModelSchema } from './user-model-options';

/** Auth0's tenant flags. Those that do not concern sign-up are accepted and ignored. */
export interface TenantFlags {
  /**
   * `true`: the response shows that an address or a username is taken. Default `false`: every such
   * refusal is the same `invalid_signup`.
   */
  readonly enable_public_signup_user_exists_error?: Maybe<boolean>;
  readonly [flag: string]: unknown;
}

/** Options of `signupRouter()`. */
export interface SignupRouterOptions<Users> {
  /** The model from `userModel()`. Required. */
  readonly users: Users;
  /** Auth0 clients, or an object that looks them up. Required. */
  readonly clients: readonly Client[] | ClientResolver;
  /** Auth0 connections, or an object that looks them up. Required. */
  readonly connections: readonly DatabaseConnection[] | ConnectionResolver;
  /** Name of the connection of a request without `connection`. Default none. */
  readonly default_directory?: string | undefined;
  /** Auth0's tenant flags. Default `{}`. */
  readonly flags?: TenantFlags | undefined;
  /** Hashes the passwords. Default `bcryptHasher()`, which `close()` of the router then closes. */
  readonly hasher?: PasswordHasher | undefined;
  /** Limits sign-ups per sender; `false` for no limit. Default 50 a minute and IP address. */
  readonly rateLimit?: false | SignupRateLimit | undefined;
  /**
   * Responds to preflight requests and sets CORS headers by the clients' `allowed_origins`.
   * Default `true`; `false` leaves both to the host, and still refuses origins that a client does not
   * allow.
   */
  readonly cors?: boolean | undefined;
  /** Largest body, in bytes or as `'100kb'`. Default `'100kb'`. */
  readonly bodyLimit?: number | string | undefined;
  /** Time from the parsed body to the response, in ms; then 503. Default 8000. */
  readonly timeout?: number | undefined;
}

const flagsSchema = auth0Object(
  { enable_public_signup_user_exists_error: v.nullish(bool, false) },
  { documented: [] },
);

const optionsSchema = strictObject({
  users: userModelSchema,
  clients: clientsSchema,
  connections: connectionsSchema,
  default_directory: v.optional(nonEmptyString('write the name of a connection')),
  flags: v.optional(flagsSchema, {}),
  hasher: v.optional(hasherSchema),
  rateLimit: v.optional(rateLimitSchema, {}),
  cors: v.optional(bool, true),
  bodyLimit: v.optional(bodyLimitSchema, '100kb'),
  timeout: v.optional(timeoutSchema, DEFAULT_TIMEOUT_MS),
} satisfies Record<keyof SignupRouterOptions<unknown>, v.GenericSchema>);

const checkedSchema = v.pipe(
  optionsSchema,
  check(({ default_directory: name, connections }) => {
    const isFound =
      name === undefined ||
      !Array.isArray(connections) ||
      connections.some((connection) => connection.name === name && isDatabase(connection));
    return isFound
      ? undefined
      : {
          path: ['default_directory'],
          value: name,
          advice: 'write the name of one of the database connections',
        };
  }),
);

/** The options as the router reads them: parsed, with their defaults. */
export type SignupRouterSettings = v.InferOutput<typeof checkedSchema>;

export function parseSignupRouterOptions(options: unknown): SignupRouterSettings {
  return parseOptions('signupRouter options', checkedSchema, options);
}

/**
 * Throws when the options are a request: `app.use(signupRouter)` mounts the factory itself, which
 * Express then calls for each request.
 */
export function assertCalled(options: unknown): void {
  if (isObject(options) && 'headers' in options && 'method' in options && 'url' in options) {
    throw new TypeError(
      'express-dbconnections: app.use(signupRouter) lacks the call; ' +
        'write app.use(signupRouter({ users, clients, connections }))',
    );
  }
}
