import { InvalidRequestError, OriginNotAllowedError, SignupRefusedError } from '../errors';
import type { ResolvedClient } from '../tenant/clients';
import type { ResolvedConnection } from '../tenant/connections';

/** Returns the client that was found; throws if there is none. */
export function requireClient(
  client: ResolvedClient | undefined,
  client_id: string | undefined,
): ResolvedClient {
  if (client !== undefined) {
    return client;
  }
  if (client_id === undefined) {
    throw new InvalidRequestError([{ path: 'client_id', message: 'client_id is required' }]);
  }
  throw new SignupRefusedError('client_not_found', 'client not found');
}

/**
 * Throws for pages of an origin that the client does not allow. CORS headers alone would not stop
 * them: a browser sends a form without asking.
 */
export function assertOriginAllowed(client: ResolvedClient, origin: string | undefined): void {
  if (origin !== undefined && !client.allowsOrigin(origin)) {
    throw new OriginNotAllowedError(origin);
  }
}

/** Returns the connection that was found; throws unless the client may sign users up on it. */
export function requireConnection(
  connection: ResolvedConnection | undefined,
  client: ResolvedClient,
): ResolvedConnection {
  if (connection === undefined) {
    throw new SignupRefusedError('connection_not_found', 'connection not found');
  }
  assertEnabled(connection, client);
  if (connection.signupDisabled) {
    throw new SignupRefusedError('signup_disabled', 'public signup is disabled');
  }
  return connection;
}

function assertEnabled(connection: ResolvedConnection, client: ResolvedClient): void {
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
