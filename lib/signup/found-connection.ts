import { SignupRefusedError } from '../errors';
import type { KnownClient } from '../tenant/client-directory';
import type { KnownConnection } from '../tenant/connection-directory';

/** The database connection that was found; refuses a client that may not sign users up on it. */
export function foundConnection(
  connection: KnownConnection | undefined,
  client: KnownClient,
): KnownConnection {
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
