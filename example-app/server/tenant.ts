import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client, DatabaseConnection, SignupRouterOptions } from 'express-dbconnections';
import { HOME } from './settings';

/** The part of the router's options that a tenant's export carries, in Auth0's own shape. */
export interface Tenant {
  readonly clients: readonly Client[];
  readonly connections: readonly DatabaseConnection[];
  readonly flags: NonNullable<SignupRouterOptions['flags']>;
}

/** What the pages need to know of a connection to show its fields and rules. */
export interface PageConnection {
  readonly name: string;
  readonly passwordPolicy: string;
  readonly requires_username: boolean;
  readonly password_dictionary: boolean;
  readonly password_no_personal_info: boolean;
}

/** The body of `GET /tenant`: selected properties only, because a tenant's export may hold secrets. */
export interface PageTenant {
  readonly client_id: string;
  readonly connections: readonly PageConnection[];
}

/** Does not check the file's shape: `signupRouter()` checks every part of it at the start. */
export function readTenant(file = join(HOME, 'tenant.json')): Tenant {
  return JSON.parse(readFileSync(file, 'utf8')) as Tenant;
}

/**
 * Allows the app's own pages to sign up with every client, whatever ports the app has got. As a
 * client without `allowed_origins` would allow every page, this also closes such a client to the
 * pages of other origins.
 */
export function withOwnOrigins(tenant: Tenant, origins: readonly string[]): Tenant {
  const clients = tenant.clients.map((client) => ({
    ...client,
    allowed_origins: [...(client.allowed_origins ?? []), ...origins],
  }));
  return { ...tenant, clients };
}

/** The pages sign up as the first client, into the database connections that it may use. */
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

/** As the router reads it: an absent policy is `good`, an explicit `null` is `none`. */
function effectivePolicy(policy: string | null | undefined): string {
  return policy === undefined ? 'good' : (policy ?? 'none');
}
