import { isObject, type PlainObject } from '../fields/plain-object';
import { FIELD_LIMITS } from '../fields/profile';
import { createUsernameReader, type UsernameReader } from '../fields/username';
import { invalidOption } from '../options/invalid-option';
import {
  checkBoolean,
  checkInteger,
  checkKnownKeys,
  checkName,
  checkObject,
  checkStrings,
} from '../options/option-checks';
import { type PasswordRules, passwordRules } from '../password/password-rules';
import { callResolver, isPossibleName } from './call-resolver';
import type { ResolverOptions } from './clients';
import type { ConnectionOptions, DatabaseConnection } from './database-connection';

/**
 * The host's own source of connections. What it throws becomes a 503; a
 * `TemporarilyUnavailableError` is passed on as it is.
 */
export interface ConnectionResolver {
  /** The connection of that name, `undefined` or `null` for none. */
  find(
    name: string,
    options: ResolverOptions,
  ): DatabaseConnection | null | undefined | Promise<DatabaseConnection | null | undefined>;
}

/** A database connection that has been checked, with its rules ready to ask. */
export interface ResolvedConnection {
  readonly name: string;
  readonly enabledClients: ReadonlySet<string>;
  readonly signupDisabled: boolean;
  readonly checkUsername: UsernameReader;
  readonly checkPassword: PasswordRules;
}

/** What the route asks about connections, whoever answers. */
export interface Connections {
  find(
    name: string,
    options: ResolverOptions,
  ): ResolvedConnection | undefined | Promise<ResolvedConnection | undefined>;
}

const DATABASE = 'auth0';

/** Checks the option `connections` and makes both of its forms one. */
export function createConnections(connections: unknown): Connections {
  return Array.isArray(connections)
    ? staticConnections(connections)
    : resolverConnections(connections);
}

function staticConnections(list: readonly unknown[]): Connections {
  const names = new Set<string>();
  const databases = new Map<string, ResolvedConnection>();
  for (const [index, item] of list.entries()) {
    const { name, connection } = resolveConnection(item, `connections[${index}]`);
    if (names.has(name)) {
      throw invalidOption(`connections[${index}].name`, name, 'two connections have this name');
    }
    names.add(name);
    if (connection !== undefined) {
      databases.set(name, connection);
    }
  }
  return { find: (name) => databases.get(name) };
}

function resolverConnections(directory: unknown): Connections {
  const advice = 'write an array of connections or { find(name) }';
  const given = checkObject('connections', directory, advice);
  if (typeof given.find !== 'function') {
    throw invalidOption('connections.find', given.find, advice);
  }
  const host = directory as ConnectionResolver;
  return {
    async find(name, { signal }) {
      if (!isPossibleName(name)) {
        return undefined;
      }
      const found = await callResolver(() => host.find(name, { signal }));
      return found == null ? undefined : resolveConnection(found, 'connections.find()').connection;
    },
  };
}

/** `connection` is absent for connections that are no databases. */
function resolveConnection(
  item: unknown,
  path: string,
): { readonly name: string; readonly connection?: ResolvedConnection } {
  const given = checkObject(path, item, "write an Auth0 connection, such as { name: 'Users', … }");
  const name = checkName(`${path}.name`, given.name);
  const strategy = checkName(`${path}.strategy`, given.strategy, "write 'auth0' for a database");
  if (strategy !== DATABASE) {
    return { name };
  }
  return { name, connection: database(name, given, path) };
}

function database(name: string, given: PlainObject, path: string): ResolvedConnection {
  const clients = checkStrings(
    `${path}.enabled_clients`,
    given.enabled_clients ?? [],
    'write an array of client IDs',
  );
  const at = `${path}.options`;
  const options = checkObject(at, given.options ?? {}, 'write an object') as ConnectionOptions;
  refuseMisspeltOptions(options, at);
  refuseUnsupported(options, at);
  return {
    name,
    enabledClients: new Set(clients),
    signupDisabled: checkBoolean(`${at}.disable_signup`, options.disable_signup ?? false),
    checkUsername: usernameReader(name, options, at),
    checkPassword: passwordRules(options, at),
  };
}

function usernameReader(name: string, options: ConnectionOptions, path: string): UsernameReader {
  const lengths = usernameLengths(options, path);
  const required = options.requires_username ?? false;
  return checkBoolean(`${path}.requires_username`, required)
    ? createUsernameReader({ connection: name, ...lengths })
    : async () => undefined;
}

const DEFAULT_USERNAME_MIN = 1;
const DEFAULT_USERNAME_MAX = 15;

/** The checked `validation.username` of a connection, with Auth0's defaults. */
export function usernameLengths(
  options: ConnectionOptions,
  path: string,
): { min: number; max: number } {
  const { maxLength } = FIELD_LIMITS.username;
  const advice = 'write { username: { min, max } }';
  const validation = checkObject(`${path}.validation`, options.validation ?? {}, advice);
  checkKnownKeys(`${path}.validation`, validation, ['username']);
  const at = `${path}.validation.username`;
  const given = checkObject(at, validation.username ?? {}, 'write { min, max }');
  checkKnownKeys(at, given, ['min', 'max']);
  const min = checkInteger(`${at}.min`, given.min ?? DEFAULT_USERNAME_MIN, 1, maxLength);
  const max = checkInteger(
    `${at}.max`,
    given.max ?? Math.max(min, DEFAULT_USERNAME_MAX),
    min,
    maxLength,
  );
  return { min, max };
}

const PASSWORD_OPTIONS = [
  'password_complexity_options',
  'password_dictionary',
  'password_history',
  'password_no_personal_info',
  'password_options',
];

function refuseMisspeltOptions(options: PlainObject, path: string): void {
  const unknown = Object.keys(options).find(
    (key) => key.startsWith('password_') && !PASSWORD_OPTIONS.includes(key),
  );
  if (unknown !== undefined) {
    throw invalidOption(
      `${path}.${unknown}`,
      options[unknown],
      `there is no such option; write one of ${PASSWORD_OPTIONS.join(', ')}`,
    );
  }
}

/** Options that would change who may sign up, and that are not honoured: never silently open. */
function refuseUnsupported(options: PlainObject, path: string): void {
  const { attributes, customScripts, enabledDatabaseCustomization } = options;
  const methods = isObject(options.authentication_methods) ? options.authentication_methods : {};
  const password = isObject(methods.password) ? methods.password : {};
  const unsupported: readonly (readonly [key: string, value: unknown, present: boolean])[] = [
    ['attributes', attributes, attributes != null],
    ['customScripts', customScripts, hasEntries(customScripts)],
    [
      'enabledDatabaseCustomization',
      enabledDatabaseCustomization,
      enabledDatabaseCustomization === true,
    ],
    [
      'authentication_methods.password.signup_behavior',
      password.signup_behavior,
      password.signup_behavior === 'block',
    ],
    ['authentication_methods.password.enabled', password.enabled, password.enabled === false],
  ];
  for (const [key, value, present] of unsupported) {
    if (present) {
      throw invalidOption(
        `${path}.${key}`,
        value,
        'this package does not honour it and sign-ups would ignore it; remove it',
      );
    }
  }
}

function hasEntries(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}
