import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Client, DatabaseConnection, SignupRouterOptions } from 'express-dbconnections';

import { home } from './home';

/** The part of the router's options that a tenant's export carries, in Auth0's own shape. */
export interface Tenant {
  readonly clients: readonly Client[];
  readonly connections: readonly DatabaseConnection[];
  readonly flags: NonNullable<SignupRouterOptions['flags']>;
}

/** Trusts the file's shape: `signupRouter()` checks every part of it before the first request. */
export function readTenant(file = join(home, 'tenant.json')): Tenant {
  return JSON.parse(readFileSync(file, 'utf8')) as Tenant;
}
