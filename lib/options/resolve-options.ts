import { isObject, type PlainObject } from '../fields/plain-object';
import { bcryptHasher } from '../password/bcrypt-hasher';
import type { PasswordHasher } from '../password/password-hasher';
import { type Clients, createClients } from '../tenant/clients';
import { type Connections, createConnections } from '../tenant/connections';
import { isUserModel, type UserModel } from '../users/user-model';
import { bodyLimit } from './body-limit';
import { invalidOption } from './invalid-option';
import {
  checkBoolean,
  checkInteger,
  checkKnownKeys,
  checkName,
  checkObject,
} from './option-checks';
import { rateLimitOptions } from './rate-limit-options';
import type { SignupRateLimit, SignupRouterOptions } from './signup-router-options';

/** The options as the router reads them: checked, complete, and never looked at raw again. */
export interface ResolvedOptions {
  readonly users: UserModel;
  readonly clients: Clients;
  readonly connections: Connections;
  readonly default_directory: string | undefined;
  readonly tellsUserExists: boolean;
  readonly hasher: PasswordHasher;
  /** Whether the router made the hasher, and so has to end it. */
  readonly ownsHasher: boolean;
  readonly rateLimit: false | SignupRateLimit;
  readonly cors: boolean;
  /** In bytes. */
  readonly bodyLimit: number;
  readonly timeout: number;
}

const DEFAULT_BODY_LIMIT = '100kb';
const DEFAULT_TIMEOUT = 8000;
const LONGEST_TIMER = 2 ** 31 - 1;

const KNOWN = Object.keys({
  users: true,
  clients: true,
  connections: true,
  default_directory: true,
  flags: true,
  hasher: true,
  rateLimit: true,
  cors: true,
  bodyLimit: true,
  timeout: true,
} satisfies Record<keyof SignupRouterOptions, true>);

/** Checks every option and fills in the defaults. `undefined` counts as not given. */
export function resolveOptions(options: SignupRouterOptions): ResolvedOptions {
  const given = checkObject('signupRouter options', options, 'write an object');
  checkKnownKeys('', given, KNOWN);
  const connections = createConnections(given.connections);
  return Object.freeze({
    users: checkedModel(given.users),
    clients: createClients(given.clients),
    connections,
    default_directory: checkedDefaultDirectory(given, connections),
    tellsUserExists: checkedFlag(given.flags),
    rateLimit: rateLimitOptions(orDefault(given.rateLimit, {})),
    cors: checkBoolean('cors', orDefault(given.cors, true)),
    bodyLimit: bodyLimit(orDefault(given.bodyLimit, DEFAULT_BODY_LIMIT)),
    timeout: checkInteger('timeout', orDefault(given.timeout, DEFAULT_TIMEOUT), 1, LONGEST_TIMER),
    hasher: checkedHasher(given.hasher),
    ownsHasher: given.hasher === undefined,
  });
}

/** A router's own options know no `null`: what is not given is absent or `undefined`. */
function orDefault(value: unknown, fallback: unknown): unknown {
  return value === undefined ? fallback : value;
}

function checkedModel(users: unknown): UserModel {
  if (!isUserModel(users)) {
    throw invalidOption(
      'users',
      users,
      'write the model that userModel(mongoose.connection) returns',
    );
  }
  return users as UserModel;
}

function checkedDefaultDirectory(
  { default_directory: name, connections: given }: PlainObject,
  connections: Connections,
): string | undefined {
  if (name === undefined) {
    return undefined;
  }
  const checked = checkName('default_directory', name, 'write the name of a connection');
  if (Array.isArray(given) && connections.find(checked, NEVER) === undefined) {
    throw invalidOption('default_directory', name, 'write the name of one of the connections');
  }
  return checked;
}

const NEVER = { signal: new AbortController().signal };

function checkedFlag(flags: unknown): boolean {
  const given = checkObject('flags', orDefault(flags, {}), 'write an object');
  const flag = 'enable_public_signup_user_exists_error';
  return checkBoolean(`flags.${flag}`, given[flag] ?? false);
}

function checkedHasher(hasher: unknown): PasswordHasher {
  if (hasher === undefined) {
    return bcryptHasher();
  }
  const advice = 'write an object with hash(password) and verify(password, hash)';
  if (
    !isObject(hasher) ||
    typeof hasher.hash !== 'function' ||
    typeof hasher.verify !== 'function'
  ) {
    throw invalidOption('hasher', hasher, advice);
  }
  return hasher as unknown as PasswordHasher;
}
