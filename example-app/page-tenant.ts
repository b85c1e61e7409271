import type { DatabaseConnection } from 'express-dbconnections';

import type { Tenant } from './tenant';

/** What the page has to know of a connection to show its fields and rules. */
export interface PageConnection {
  readonly name: string;
  readonly passwordPolicy: string;
  readonly requires_username: boolean;
  readonly password_dictionary: boolean;
  readonly password_no_personal_info: boolean;
}

/** The answer of `GET /tenant`: chosen parts only, because a tenant's export may hold more. */
export interface PageTenant {
  readonly client_id: string;
  readonly connections: readonly PageConnection[];
}

/** The page signs up as the first client, into the connections that are open to it. */
export function pageTenant({ clients, connections }: Tenant): PageTenant {
  const client_id = clients[0]?.client_id ?? '';
  return {
    client_id,
    connections: connections
      .filter(({ strategy, enabled_clients }) => {
        return strategy === 'auth0' && enabled_clients?.includes(client_id);
      })
      .map(pageConnection),
  };
}

function pageConnection({ name, options }: DatabaseConnection): PageConnection {
  return {
    name,
    passwordPolicy: effectivePolicy(options?.passwordPolicy),
    requires_username: options?.requires_username === true,
    password_dictionary: options?.password_dictionary?.enable === true,
    password_no_personal_info: options?.password_no_personal_info?.enable === true,
  };
}

/** The router's reading: nothing written means `good`, an explicit `null` means `none`. */
function effectivePolicy(policy: string | null | undefined): string {
  return policy === undefined ? 'good' : (policy ?? 'none');
}
