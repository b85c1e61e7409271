import { checkArray } from '../options/option-checks';
import { isFlexible } from '../password/password-policy';
import { createConnections, usernameLengths } from './connections';
import type { ConnectionOptions, DatabaseConnection } from './database-connection';

/** What Lock has to know of a database connection to draw its sign-up form. */
interface LockConnection {
  readonly name: string;
  readonly passwordPolicy: string;
  readonly password_complexity_options?: { readonly min_length: number };
  readonly requires_username: boolean;
  readonly validation?: { readonly username: { readonly min: number; readonly max: number } };
  readonly showSignup: boolean;
  readonly showForgot: false;
}

/** The object that Lock's script hands to `Auth0.setClient`. */
export interface LockConfiguration {
  readonly id: string;
  readonly strategies: readonly [
    { readonly name: 'auth0'; readonly connections: readonly LockConnection[] },
  ];
}

/** Makes the configuration of one client. */
export type LockConfigurationOf = (client_id: string) => LockConfiguration;

/** Picks from the connections what Lock reads, and nothing else. */
export function lockConfigurations(connections: unknown): LockConfigurationOf {
  const list = checkArray('connections', connections, 'write the array of connections');
  createConnections(list);
  const databases = (list as readonly DatabaseConnection[])
    .filter(({ strategy }) => strategy === 'auth0')
    .map((connection) => ({
      enabledClients: new Set(connection.enabled_clients ?? []),
      lockConnection: lockConnection(connection),
    }));

  return function lockConfiguration(client_id) {
    const enabled = databases.filter(({ enabledClients }) => enabledClients.has(client_id));
    const connections = enabled.map(({ lockConnection }) => lockConnection);
    return { id: client_id, strategies: [{ name: 'auth0', connections }] };
  };
}

function lockConnection({ name, options }: DatabaseConnection): LockConnection {
  const given = options ?? {};
  const minLength = given.password_complexity_options?.min_length;
  const requiresUsername = given.requires_username === true;
  return {
    name,
    passwordPolicy: lockPolicy(given),
    ...(minLength != null && { password_complexity_options: { min_length: minLength } }),
    requires_username: requiresUsername,
    ...(requiresUsername && { validation: { username: usernameLengths(given, name) } }),
    showSignup: given.disable_signup !== true,
    // The package has no route for a forgotten password.
    showForgot: false,
  };
}

/** Lock knows the levels only: for the flexible policy it is told to leave the check to the server. */
function lockPolicy({ passwordPolicy = 'good', password_options }: ConnectionOptions): string {
  return isFlexible(password_options?.complexity ?? {}) ? 'none' : (passwordPolicy ?? 'none');
}
