import { setTimeout as wait } from 'node:timers/promises';

import { lockConfigurationRouter, signupRouter, userModel } from 'express-dbconnections';

import { createApp } from './app';
import { openDatabase } from './database';
import { greeting } from './greeting';
import { pageTenant } from './page-tenant';
import { startServers } from './servers';
import { readSettings } from './settings';
import { StartError } from './start-error';
import { readTenant } from './tenant';

/**
 * A database that is up is ready well within this, and a sign-up done; one that is down must hold
 * up neither the start nor the end.
 */
const patience = 3000;

let stopping = false;

async function main(): Promise<void> {
  const settings = readSettings(process.env);
  const tenant = readTenant();
  const page = pageTenant(tenant);

  const database = await openDatabase(settings);
  const users = userModel(database.connection);
  const signup = signupRouter({ users, ...tenant });
  const { clients, connections } = tenant;
  const lockConfiguration = lockConfigurationRouter({ clients, connections });
  const app = createApp({ signup, lockConfiguration, users, tenant: page });
  const servers = await startServers(app, settings);

  const close = async () => {
    await servers.close(() => signup.close({ timeout: patience }));
    await database.close();
  };
  process.on('SIGINT', () => stop(close));
  process.on('SIGTERM', () => stop(close));

  await settled(Promise.all([database.connected, signup.ready()]));
  console.log(greeting(servers, database.description, page));
}

/** Resolves when ready or late; a fault that no waiting mends ends the app even after that. */
async function settled(ready: Promise<unknown>): Promise<void> {
  ready.catch((error) => stopping || fail(error));
  await Promise.race([ready, wait(patience, undefined, { ref: false })]);
}

/** npm passes Ctrl-C on although the terminal has sent it already, so a second signal is no news. */
function stop(close: () => Promise<void>): void {
  if (stopping) return;
  stopping = true;
  close().then(() => process.exit(0), fail);
}

function fail(error: unknown): never {
  console.error(error instanceof StartError ? error.message : error);
  process.exit(1);
}

main().catch((error) => stopping || fail(error));
