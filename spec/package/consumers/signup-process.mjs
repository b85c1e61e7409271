// One of several processes on one database. Its hasher does nothing, so that equal sign-ups reach the
// database at nearly the same time.

import { once } from 'node:events';
import express from 'express';
import { signupErrorHandler, signupRouter, userModel } from 'express-dbconnections';
import mongoose from 'mongoose';

const { MONGODB_URI, DB_NAME, RATE_LIMIT } = process.env;
const { rateLimit, redis } = RATE_LIMIT ? await import(RATE_LIMIT) : { rateLimit: false };

await mongoose.connect(MONGODB_URI, { dbName: DB_NAME });
const signup = signupRouter({
  users: userModel(mongoose.connection),
  clients: [{ client_id: 'CID' }],
  connections: [{ name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] }],
  hasher: { hash: async () => 'not hashed', verify: async () => false },
  rateLimit,
});
await signup.ready();
const server = express().use(signup).use(signupErrorHandler()).listen(0, '127.0.0.1');
await once(server, 'listening');
// On a busy machine the parent may pause for longer than the default of 5 s.
server.keepAliveTimeout = 600_000;

process.on('message', async () => {
  server.close();
  server.closeAllConnections();
  await signup.close();
  await mongoose.disconnect();
  redis?.destroy();
  process.disconnect();
});
process.send({ url: `http://127.0.0.1:${server.address().port}` });
