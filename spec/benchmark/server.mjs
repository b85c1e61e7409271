// A server process under load, which reports its own measurements. Forked by app.mjs.

import { once } from 'node:events';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import cors from 'cors';
import express from 'express';
import { rateLimit } from 'express-rate-limit';
import { body, validationResult } from 'express-validator';
import mongoose from 'mongoose';

const { uri, collection, route, hasher, bcryptThreads } = JSON.parse(process.argv[2]);

// Imported here, so that a cold start counts it.
const { bcryptHasher, signupErrorHandler, signupRouter, userModel } = await import(
  '../../dist/index.mjs'
);
const { default: bcrypt } = await import('bcryptjs');
const { CLIENT_ID, CONNECTION } = await import('./requests.mjs');

const PATH = '/dbconnections/signup';

const HASHERS = {
  threads: () => bcryptHasher(bcryptThreads),
  'main thread': () => ({
    hash: (password) => bcrypt.hash(password, 10),
    verify: (password, hash) => bcrypt.compare(password, hash),
  }),
  stub: () => ({
    hash: async () => `$2b$10$${'stub'.repeat(14).slice(0, 53)}`,
    verify: async () => false,
  }),
};

await mongoose.connect(uri, { dbName: 'benchmark' });
const users = userModel(mongoose.connection, { collection });
const app = express();
app.get('/ping', (_req, res) => {
  res.json({ pong: true });
});
const router = route === 'signup' ? await mountSignup() : await mountHandWritten();
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
// Clients that pause keep their connections.
server.keepAliveTimeout = 600_000;
const delay = monitorEventLoopDelay({ resolution: 10 });

process.on('message', async (message) => {
  if (message === 'measure') {
    globalThis.gc?.();
    delay.reset();
    delay.enable();
    process.send({ ready: true });
  } else if (message === 'report') {
    delay.disable();
    globalThis.gc?.();
    const { rss, heapUsed } = process.memoryUsage();
    process.send({
      loopDelay: { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6 },
      rss,
      heapUsed,
    });
  } else if (message === 'cpu') {
    const { user, system } = process.cpuUsage();
    process.send({ milliseconds: (user + system) / 1000 });
  } else if (message === 'stop') {
    server.close();
    server.closeAllConnections();
    await router?.close();
    await mongoose.disconnect();
    process.disconnect();
  }
});
process.send({ port: server.address().port, sinceStart: performance.now() });

async function mountSignup() {
  const signup = signupRouter({
    users,
    hasher: HASHERS[hasher](),
    clients: [{ client_id: CLIENT_ID }],
    connections: [{ name: CONNECTION, strategy: 'auth0', enabled_clients: [CLIENT_ID] }],
    // Every request counts, but the limit is never reached: one machine sends them all.
    rateLimit: { limit: Number.MAX_SAFE_INTEGER },
    timeout: 60_000,
  });
  app.use(signup, signupErrorHandler());
  await signup.ready();
  return signup;
}

/** The route as a host would write it, with each package used as its README shows. */
async function mountHandWritten() {
  await users.createIndexes();
  app.use(PATH, cors(), rateLimit({ limit: Number.MAX_SAFE_INTEGER }));
  app.post(
    PATH,
    express.json(),
    ['client_id', 'connection'].map((field) => body(field).isString()),
    body('email').isString().bail().trim().toLowerCase().isEmail(),
    body('password').isString().isLength({ min: 8, max: 72 }),
    ['username', 'given_name', 'family_name', 'name', 'nickname'].map((field) =>
      body(field).optional().isString().isLength({ max: 150 }),
    ),
    body('picture').optional().isURL(),
    body('user_metadata').optional().isObject(),
    (req, res, next) => {
      const result = validationResult(req);
      if (result.isEmpty()) {
        next();
      } else {
        res.status(400).json({ errors: result.array() });
      }
    },
    store(HASHERS[hasher]().hash),
  );
}

function store(hash) {
  return async (req, res) => {
    const { connection, email, password } = req.body;
    const password_hash = await hash(password);
    const user = await users.create({ connection, email, email_verified: false, password_hash });
    res.json({ _id: user._id, email_verified: false, email });
  };
}
