import { createUsernameReader, type UsernameReader } from '../fields/username';
import type { ResolverOptions } from '../options/client';
import {
  type ConnectionResolver,
  type ConnectionSettings,
  type DatabaseSettings,
  isDatabase,
  parseFoundConnection,
} from '../options/connection';
import { type PasswordRules, passwordRules } from '../password/password-rules';
import { callResolver, compileOnce, isList, isPossibleName } from './call-resolver';

/** A database connection with its rules compiled. */
export interface ResolvedConnection {
  readonly name: string;
  readonly enabledClients: ReadonlySet<string>;
  readonly signupDisabled: boolean;
  readonly checkUsername: UsernameReader;
  readonly checkPassword: PasswordRules;
}

/** What the route asks about connections, whether they are an array or looked up. */
export interface Connections {
  find(
    name: string,
    options: ResolverOptions,
  ): ResolvedConnection | undefined | Promise<ResolvedConnection | undefined>;
}

/** Gives both forms of the option `connections` the same interface. */
export function createConnections(
  connections: readonly ConnectionSettings[] | ConnectionResolver,
): Connections {
  return isList(connections) ? staticConnections(connections) : resolverConnections(connections);
}

function staticConnections(list: readonly ConnectionSettings[]): Connections {
  const databases = new Map(
    list.filter(isDatabase).map((settings) => [settings.name, compileConnection(settings)]),
  );
  return { find: (name) => databases.get(name) };
}

function resolverConnections(resolver: ConnectionResolver): Connections {
  const compile = compileOnce((document) => {
    const settings = parseFoundConnection(document);
    return isDatabase(settings) ? compileConnection(settings) : undefined;
  });
  return {
    async find(name, { signal }) {
      if (!isPossibleName(name)) {
        return undefined;
      }
      const connection = await callResolver(() => resolver.find(name, { signal }));
      return connection == null ? undefined : compile(connection);
    },
  };
}

function compileConnection({
  name,
  enabled_clients,
  options,
}: DatabaseSettings): ResolvedConnection {
  return {
    name,
    enabledClients: new Set(enabled_clients),
    signupDisabled: options.disable_signup,
    checkUsername: options.requires_username
      ? createUsernameReader({ connection: name, ...options.validation.username })
      : async () => undefined,
    checkPassword: passwordRules(options),
  };
}
