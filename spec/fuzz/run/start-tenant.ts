import { type User, userModel } from 'express-dbconnections';
import type { Connection, Model } from 'mongoose';
import { fakeHasher } from '../../support/fake-hasher';
import type { SignupApp, useSignupApps } from '../../support/use-signup-apps';
import { OPEN_CONNECTIONS, TAKEN, type Tenant } from '../tenants';

/** A running tenant, with the commands and passwords that reach its database and hasher. */
export interface ServedTenant {
  readonly tenant: Tenant;
  readonly app: SignupApp;
  readonly users: Model<User>;
  /** Names of the commands sent to the database. */
  readonly commands: string[];
  /** The passwords that have been hashed. */
  readonly hashed: string[];
}

/** Starts a tenant on a real port with the real driver, and stores {@link TAKEN} on every open connection. */
export async function startTenant(
  apps: ReturnType<typeof useSignupApps>,
  tenant: Tenant,
): Promise<ServedTenant> {
  const { name, ...options } = tenant;
  const connection = await apps.database.connect({ monitorCommands: true });
  const users = userModel(connection, { collection: `fuzz_${name}` });
  const hasher = fakeHasher();
  const app = await apps.start({ ...options, users, hasher });
  await app.router.ready();
  await users.insertMany(
    OPEN_CONNECTIONS.map((one) => ({
      ...TAKEN,
      connection: one.name,
      email_verified: false,
      password_hash: 'x',
    })),
  );
  return { tenant, app, users, commands: watchCommands(connection), hashed: hasher.hashed };
}

function watchCommands(connection: Connection): string[] {
  const commands: string[] = [];
  connection.getClient().on('commandStarted', ({ commandName }) => commands.push(commandName));
  return commands;
}
