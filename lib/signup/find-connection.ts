import { SignupRefusedError } from '../errors';
import type { KnownClient, LookUpOptions } from '../tenant/client-directory';
import type { KnownConnection, KnownConnections } from '../tenant/connection-directory';

/** The database connection of that name, if this client may sign users up on it. */
export async function findConnection(
  connections: KnownConnections,
  name: string,
  client: KnownClient,
  options: LookUpOptions,
): Promise<KnownConnection> {
  const connection = await connections.find(name, options);
  if (connection === undefined) {
    throw new SignupRefusedError('connection_not_found', 'connection not found');
  }
  refuseUnlessEnabled(connection, client);
  if (connection.signupDisabled) {
    throw new SignupRefusedError('signup_disabled', 'public signup is disabled');
  }
  return connection;
}

function refuseUnlessEnabled(connection: KnownConnection, client: KnownClient): void {
  if (connection.enabledClients.size === 0) {
    throw new SignupRefusedError('connection_not_enabled', 'The connection is disabled');
  }
  if (!connection.enabledClients.has(client.client_id)) {
    throw new SignupRefusedError(
      'connection_not_enabled',
      'Connection must be enabled for this client to perform single user creation and signup ' +
        `operations (client_id: ${client.client_id} - connection: ${connection.name})`,
    );
  }
}
