import {
  checkBoolean,
  checkInteger,
  checkKnownKeys,
  checkName,
  checkObject,
  isObject,
  type PlainObject,
} from '../checks/option-checks';
import { wrongOption } from '../checks/wrong-option';
import { bcryptHasher } from '../password/bcrypt-hasher';
import type { PasswordHasher } from '../password/password-hasher';
import { type KnownClients, knownClients } from '../tenant/client-directory';
import { type KnownConnections, knownConnections } from '../tenant/connection-directory';
import { isUserModel, type UserModel } from '../users/user-model';
import type { SignupRateLimit, SignupRouterOptions } from './signup-router-options';

/** The options as the router reads them: checked, complete, and never looked at raw again. */
export interface ResolvedOptions {
  readonly users: UserModel;
  readonly clients: KnownClients;
  readonly connections: KnownConnections;
  readonly default_directory: string | undefined;
  readonly tellsUserExists: boolean;
  readonly hasher: PasswordHasher;
  /** Whether the router made the hasher, and so has to end it. */
  readonly ownsHasher: boolean;
  readonly rateLimit: false | SignupRateLimit;
  readonly cors: boolean;
  readonly bodyLimit: number | string;
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

const RATE_LIMIT_KNOWN = Object.keys({
  identifier: true,
  ipv6Subnet: true,
  keyGenerator: true,
  legacyHeaders: true,
  limit: true,
  logger: true,
  passOnStoreError: true,
  requestPropertyName: true,
  requestWasSuccessful: true,
  retryAfter: true,
  skip: true,
  skipFailedRequests: true,
  skipSuccessfulRequests: true,
  standardHeaders: true,
  store: true,
  validate: true,
  windowMs: true,
} satisfies Record<keyof SignupRateLimit, true>);

/** Checks every option and fills in the defaults. `undefined` counts as not given. */
export function resolveOptions(options: SignupRouterOptions): ResolvedOptions {
  const given = checkObject('signupRouter options', options, 'write an object');
  checkKnownKeys('', given, KNOWN);
  const connections = knownConnections(given.connections);
  return Object.freeze({
    users: checkedModel(given.users),
    clients: knownClients(given.clients),
    connections,
    default_directory: checkedDefaultDirectory(given, connections),
    tellsUserExists: checkedFlag(given.flags),
    rateLimit: checkedRateLimit(given.rateLimit),
    cors: checkBoolean('cors', given.cors ?? true),
    bodyLimit: checkedBodyLimit(given.bodyLimit ?? DEFAULT_BODY_LIMIT),
    timeout: checkInteger('timeout', given.timeout ?? DEFAULT_TIMEOUT, 1, LONGEST_TIMER),
    hasher: checkedHasher(given.hasher),
    ownsHasher: given.hasher === undefined,
  });
}

function checkedModel(users: unknown): UserModel {
  if (!isUserModel(users)) {
    throw wrongOption(
      'users',
      users,
      'write the model that userModel(mongoose.connection) returns',
    );
  }
  return users as UserModel;
}

function checkedDefaultDirectory(
  { default_directory: name, connections: given }: PlainObject,
  connections: KnownConnections,
): string | undefined {
  if (name === undefined) {
    return undefined;
  }
  const checked = checkName('default_directory', name, 'write the name of a connection');
  if (Array.isArray(given) && connections.find(checked, NEVER) === undefined) {
    throw wrongOption('default_directory', name, 'write the name of one of the connections');
  }
  return checked;
}

const NEVER = { signal: new AbortController().signal };

function checkedFlag(flags: unknown): boolean {
  const given = checkObject('flags', flags ?? {}, 'write an object');
  const flag = 'enable_public_signup_user_exists_error';
  return checkBoolean(`flags.${flag}`, given[flag] ?? false);
}

function checkedRateLimit(rateLimit: unknown): false | SignupRateLimit {
  if (rateLimit === false) {
    return false;
  }
  const advice = 'write false or options of express-rate-limit';
  const given = checkObject('rateLimit', rateLimit ?? {}, advice);
  checkKnownKeys('rateLimit', given, RATE_LIMIT_KNOWN);
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function checkedBodyLimit(limit: unknown): number | string {
  const advice = "write a number of bytes or a text such as '100kb'";
  const isText = typeof limit === 'string' && /^\d+(?:\.\d+)?\s*(?:b|kb|mb|gb)?$/i.test(limit);
  if (!isText && !(Number.isInteger(limit) && (limit as number) > 0)) {
    throw wrongOption('bodyLimit', limit, advice);
  }
  return limit as number | string;
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
    throw wrongOption('hasher', hasher, advice);
  }
  return hasher as unknown as PasswordHasher;
}
