// An app with the route in several configurations. The parent process sends HTTP requests and, as
// messages, the tasks below.

import { once } from 'node:events';
import { createRequire } from 'node:module';
import express from 'express';
import { bcryptHasher, signupErrorHandler, signupRouter, userModel } from 'express-dbconnections';
import mongoose from 'mongoose';

const { MONGODB_URI, DB_NAME } = process.env;
const SETTINGS = {
  dbName: DB_NAME,
  serverSelectionTimeoutMS: 500,
  minHeartbeatFrequencyMS: 20,
};

await mongoose.connect(MONGODB_URI, SETTINGS);
const users = userModel(mongoose.connection);
const hasher = bcryptHasher({ rounds: 4, threads: 1 });
const tenant = {
  users,
  hasher,
  clients: [{ client_id: 'CID' }],
  connections: [
    {
      name: 'DB',
      strategy: 'auth0',
      enabled_clients: ['CID'],
      options: { passwordPolicy: 'good', requires_username: true },
    },
  ],
  rateLimit: false,
};
const REVEALING = { flags: { enable_public_signup_user_exists_error: true } };
const routers = {
  '/hiding': signupRouter(tenant),
  '/revealing': signupRouter({ ...tenant, ...REVEALING }),
  '/limited': signupRouter({ ...tenant, rateLimit: { limit: 2 } }),
  '/parsed': signupRouter(tenant),
};
await Promise.all(Object.values(routers).map((router) => router.ready()));

const app = express();
app.use('/parsed', express.json());
for (const [path, router] of Object.entries(routers)) {
  app.use(path, router);
}
app.post('/login', express.json(), async (req, res) => {
  const { email, password } = req.body;
  const user = await users.findOne({ connection: 'DB', email }).select('+password_hash');
  const ok = await routers['/hiding'].hasher.verify(password, user.password_hash);
  res.status(ok ? 200 : 401).end();
});
app.use(signupErrorHandler());
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');

const TASKS = {
  /** The error message of `ready()` when the indexes are missing. */
  async readyWithoutIndexes() {
    const connection = await mongoose
      .createConnection(MONGODB_URI, { ...SETTINGS, autoIndex: false })
      .asPromise();
    const router = signupRouter({
      ...tenant,
      users: userModel(connection, { collection: 'unindexed' }),
    });
    const message = await router.ready().then(
      () => 'ready',
      (error) => error.message,
    );
    await router.close();
    await connection.close();
    return message;
  },
  async closeRouters() {
    await Promise.all(Object.values(routers).map((router) => router.close()));
  },
  async end() {
    server.close();
    server.closeAllConnections();
    await hasher.close();
    await mongoose.disconnect();
    process.disconnect();
  },
};
process.on('message', async (task) => {
  const result = await TASKS[task]();
  if (process.connected) {
    process.send({ result });
  }
});

const require = createRequire(import.meta.url);
process.send({
  url: `http://127.0.0.1:${server.address().port}`,
  versions: {
    node: process.versions.node,
    express: require('express/package.json').version,
    mongoose: mongoose.version,
  },
});
