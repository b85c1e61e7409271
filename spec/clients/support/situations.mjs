import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { join } from 'node:path';
// These two come from the repository's own node_modules: the router and the host must share them.
import express from 'express';
import mongoose from 'mongoose';
import {
  bcryptHasher,
  lockConfigurationRouter,
  signupErrorHandler,
  signupRouter,
  userModel,
} from '../../../dist/index.mjs';
import testing from '../../../dist/testing/index.js';
import { breakResponses } from './break-responses.mjs';

export const CLIENT_ID = 'my-app';

const CLIENTS = [{ client_id: CLIENT_ID }];

const CONNECTIONS = [
  connection('Users', { passwordPolicy: 'good' }),
  connection('Usernames', { passwordPolicy: 'good', requires_username: true }),
  connection('Personal', {
    passwordPolicy: 'good',
    password_no_personal_info: { enable: true },
  }),
];

// Lock's script may still be cached when its connection no longer exists.
const REMOVED = connection('Removed', { passwordPolicy: 'good' });

/** The router options of each server. */
const SITUATIONS = {
  open: { flags: { enable_public_signup_user_exists_error: true } },
  hiding: {},
  limited: { rateLimit: { limit: 1, windowMs: 3_600_000 } },
  // It only responds 503; a short timeout saves time.
  down: { timeout: 500 },
};

/**
 * Starts one server per situation, each with its own collection, over http and https.
 *
 * - `open`: reveals that an address is taken
 * - `hiding`: does not
 * - `limited`: accepts one sign-up an hour, and has had it
 * - `down`: its database has been closed
 */
export async function startSituations() {
  const hasher = bcryptHasher({ rounds: 4, threads: 1 });
  const [database, closing] = await Promise.all([connectDatabase(), connectDatabase()]);
  const situations = {};
  for (const [name, options] of Object.entries(SITUATIONS)) {
    const { connection } = name === 'down' ? closing : database;
    situations[name] = await startSituation(name, { ...options, hasher }, connection);
  }
  await signUpOnce(situations.limited);
  await closing.server.close();
  situations.down.users = undefined;

  return {
    ...situations,
    async close() {
      await Promise.all(Object.values(situations).map((one) => one.close()));
      await hasher.close();
      await Promise.all([database, closing].map(({ connection }) => connection.close(true)));
      await database.server.close();
    },
  };
}

function connection(name, options) {
  return { name, strategy: 'auth0', enabled_clients: [CLIENT_ID], options };
}

async function connectDatabase() {
  const server = await testing.startMongoDB();
  const connection = mongoose.createConnection(server.uri);
  // One database is closed on purpose.
  connection.on('error', () => undefined);
  await connection.asPromise();
  return { server, connection };
}

async function startSituation(name, options, connection) {
  const users = userModel(connection, { name, collection: name });
  const router = signupRouter({
    users,
    clients: CLIENTS,
    connections: CONNECTIONS,
    rateLimit: false,
    ...options,
  });
  await router.ready();

  const requests = [];
  const app = express()
    .use((req, _res, next) => {
      requests.push({ method: req.method, path: req.path, headers: req.headers });
      next();
    })
    .use(breakResponses(process.env.CLIENTS_BREAK))
    .use(lockConfigurationRouter({ clients: CLIENTS, connections: [...CONNECTIONS, REMOVED] }))
    .use(router)
    .use(signupErrorHandler());
  const tls = { key: certificateFile('key.pem'), cert: certificateFile('cert.pem') };
  const [http, https] = [createHttpServer(app), createHttpsServer(tls, app)];
  await Promise.all(
    [http, https].map((server) => once(server.listen(0, '127.0.0.1'), 'listening')),
  );

  return {
    origins: {
      http: `http://127.0.0.1:${http.address().port}`,
      https: `https://127.0.0.1:${https.address().port}`,
    },
    users,
    hasher: router.hasher,
    /** All requests so far. */
    requests,
    async close() {
      for (const server of [http, https]) {
        server.close();
        server.closeAllConnections();
      }
      await router.close({ timeout: 0 });
    },
  };
}

function certificateFile(name) {
  return readFileSync(join(process.env.CLIENTS_TLS, name));
}

async function signUpOnce({ origins }) {
  await postSignup(origins.http, {
    connection: 'Users',
    email: 'first@example.com',
    password: 'Correct-Horse-7',
  });
}

/** A sign-up without a client library. */
export async function postSignup(origin, fields) {
  const response = await fetch(`${origin}/dbconnections/signup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_id: CLIENT_ID, ...fields }),
  });
  await response.arrayBuffer();
}
