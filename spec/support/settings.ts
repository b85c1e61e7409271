import { type ClientSettings, clientsSchema } from '../../lib/options/client';
import {
  type ConnectionSettings,
  connectionsSchema,
  type DatabaseSettings,
} from '../../lib/options/connection';
import type { ConnectionOptionSettings } from '../../lib/options/connection-options';
import { parseDocument } from '../../lib/options/parse-options';
import { type Clients, createClients } from '../../lib/tenant/clients';
import { type Connections, createConnections } from '../../lib/tenant/connections';

// What signupRouter() does with its options before the tenant's modules see them.

export function clientSettings(clients: readonly object[]): readonly ClientSettings[] {
  return parseDocument('clients', clientsSchema, clients) as readonly ClientSettings[];
}

export function connectionSettings(connections: readonly object[]): readonly ConnectionSettings[] {
  return parseDocument(
    'connections',
    connectionsSchema,
    connections,
  ) as readonly ConnectionSettings[];
}

/** The options of a database connection; an error names them `connections[0].options`. */
export function optionSettings(options: object | null | undefined): ConnectionOptionSettings {
  const [connection] = connectionSettings([{ name: 'DB', strategy: 'auth0', options }]);
  return (connection as DatabaseSettings).options;
}

export function clientsOf(clients: unknown): Clients {
  return createClients(parseDocument('clients', clientsSchema, clients));
}

export function connectionsOf(connections: unknown): Connections {
  return createConnections(parseDocument('connections', connectionsSchema, connections));
}
