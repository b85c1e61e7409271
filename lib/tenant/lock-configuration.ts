import { type ConnectionSettings, type DatabaseSettings, isDatabase } from '../options/connection';
import type { ConnectionOptionSettings } from '../options/connection-options';
import { isFlexible } from '../password/password-policy';

/** What Lock needs of a database connection to render its sign-up form. */
interface LockConnection {
  readonly name: string;
  readonly passwordPolicy: string;
  readonly password_complexity_options?: { readonly min_length: number };
  readonly requires_username: boolean;
  readonly validation?: { readonly username: { readonly min: number; readonly max: number } };
  readonly showSignup: boolean;
  readonly showForgot: false;
}

/** The object that Lock's script passes to `Auth0.setClient`. */
export interface LockConfiguration {
  readonly id: string;
  readonly strategies: readonly [
    { readonly name: 'auth0'; readonly connections: readonly LockConnection[] },
  ];
}

/** Makes the configuration of one client. */
export type LockConfigurationOf = (client_id: string) => LockConfiguration;

/** Picks from the connections what Lock reads, and nothing else. */
export function lockConfigurations(
  connections: readonly ConnectionSettings[],
): LockConfigurationOf {
  const databases = connections.filter(isDatabase).map((connection) => ({
    enabledClients: new Set(connection.enabled_clients),
    lockConnection: lockConnection(connection),
  }));

  return function lockConfiguration(client_id) {
    const enabled = databases.filter(({ enabledClients }) => enabledClients.has(client_id));
    const connections = enabled.map(({ lockConnection }) => lockConnection);
    return { id: client_id, strategies: [{ name: 'auth0', connections }] };
  };
}

function lockConnection({ name, options }: DatabaseSettings): LockConnection {
  const { min_length } = options.password_complexity_options;
  const { requires_username } = options;
  return {
    name,
    passwordPolicy: lockPolicy(options),
    ...(min_length !== undefined && { password_complexity_options: { min_length } }),
    requires_username,
    ...(requires_username && { validation: options.validation }),
    showSignup: !options.disable_signup,
    // The package has no route for a forgotten password.
    showForgot: false,
  };
}

/** Lock knows the levels only: with the flexible policy it leaves the check to the server. */
function lockPolicy({ passwordPolicy, password_options }: ConnectionOptionSettings): string {
  return isFlexible(password_options.complexity) ? 'none' : passwordPolicy;
}
