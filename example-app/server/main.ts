import { setTimeout as wait } from 'node:timers/promises';
import { lockConfigurationRouter, signupRouter, userModel } from 'express-dbconnections';
import { createApp } from './app';
import { openDatabase } from './database';
import { greeting } from './greeting';
import { startServers } from './servers';
import { readSettings, StartError } from './settings';
import { pageTenant, readTenant, withOwnOrigins } from './tenant';

/**
 * A database that is up is ready well within this time, and a sign-up is finished; one that is down
 * must delay neither the start nor the end.
 */
const MAX_WAIT_MS = 3000;

let stopping = false;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const tenant = readTenant();
  const page = pageTenant(tenant);

  const database = await openDatabase(settings);
  const servers = await startServers(settings);
  const { clients, connections, flags } = withOwnOrigins(tenant, servers.origins);
  const users = userModel(database.connection);
  const signup = signupRouter({ users, clients, connections, flags });
  const lockConfiguration = lockConfigurationRouter({ clients, connections });
  servers.serve(createApp({ signup, lockConfiguration, users, tenant: page }));

  const close = async () => {
    await servers.close(() => signup.close({ timeout: MAX_WAIT_MS }));
    await database.close();
  };
  process.on('SIGINT', () => stop(close));
  process.on('SIGTERM', () => stop(close));

  await settled(Promise.all([database.connected, signup.ready()]));
  console.log(greeting(servers, database.description, page));
}

/** Resolves when everything is ready or after the wait; a permanent error ends the app even later. */
async function settled(ready: Promise<unknown>): Promise<void> {
  ready.catch((error) => stopping || fail(error));
  await Promise.race([ready, wait(MAX_WAIT_MS, undefined, { ref: false })]);
}

/** npm passes Ctrl-C on to a process that has received it from the terminal: ignores the second one. */
function stop(close: () => Promise<void>): void {
  if (stopping) {
    return;
  }
  stopping = true;
  close().then(() => process.exit(0), fail);
}

function fail(error: unknown): never {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}

main().catch((error) => stopping || fail(error));
