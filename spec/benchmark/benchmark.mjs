// Speed as ratios within one run: absolute figures depend on the machine. Run by `npm run benchmark`.

import { once } from 'node:events';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import bcrypt from 'bcryptjs';
import express from 'express';
import mongoose from 'mongoose';
import { bcryptHasher, signupErrorHandler, signupRouter, userModel } from '../../dist/index.mjs';
import embedded from '../../example-app/dist/embedded-database/embedded-database.js';

const CONCURRENCY = 16;
const SIGNUPS = 160;
const PAIRS = 100;

const database = await embedded.startEmbeddedDatabase();
await mongoose.connect(process.env.MONGODB_URI ?? database.uri, { dbName: 'benchmark' });
const users = userModel(mongoose.connection, { collection: `users_${process.pid}` });
const pooled = bcryptHasher({ maxWait: 60_000 });
const onTheMainThread = {
  hash: (password) => bcrypt.hash(password, 10),
  verify: (password, hash) => bcrypt.compare(password, hash),
};

const inThreads = await serve(pooled);
const inline = await serve(onTheMainThread);

await signUp(inThreads, 'warm-up@example.com');
report(
  'Taken or free: median time of a taken address ÷ of a free one',
  await takenToFree(inThreads),
);

const hashes = await perSecond(() => pooled.hash('Correct-Horse-7'));
const threaded = await underLoad(inThreads, 'threads');
const blocked = await underLoad(inline, 'main');
report('Cost of everything but the hash: sign-ups/s ÷ bare hashes/s', threaded.rate / hashes);
report('Threads against bcryptjs on the main thread: sign-ups/s', threaded.rate / blocked.rate);
report('Threads against bcryptjs on the main thread: p99 loop delay', threaded.p99 / blocked.p99);
console.log(
  `(${hashes.toFixed(1)} hashes/s, ${threaded.rate.toFixed(1)} sign-ups/s, ` +
    `p99 loop delay ${threaded.p99.toFixed(1)} ms against ${blocked.p99.toFixed(1)} ms)`,
);

for (const { server, router } of [inThreads, inline]) {
  server.close();
  server.closeAllConnections();
  await router.close();
}
await pooled.close();
await mongoose.connection.dropCollection(users.collection.name);
await mongoose.disconnect();
await database.close();

async function serve(hasher) {
  const router = signupRouter({
    users,
    hasher,
    clients: [{ client_id: 'my-app' }],
    connections: [{ name: 'Users', strategy: 'auth0', enabled_clients: ['my-app'] }],
    rateLimit: false,
    timeout: 60_000,
  });
  await router.ready();
  const server = express().use(router).use(signupErrorHandler()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { router, server, url: `http://127.0.0.1:${server.address().port}/dbconnections/signup` };
}

async function signUp({ url }, email) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: 'my-app',
      connection: 'Users',
      email,
      password: 'Correct-Horse-7',
    }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function takenToFree(app) {
  const times = { taken: [], free: [] };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    times.free.push(await timed(() => signUp(app, `free-${pair}@example.com`)));
    times.taken.push(await timed(() => signUp(app, 'warm-up@example.com')));
  }
  return median(times.taken) / median(times.free);
}

async function underLoad(app, name) {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let next = 0;
  const rate = await perSecond(() => {
    next += 1;
    return signUp(app, `${name}-${next}@example.com`);
  });
  delay.disable();
  return { rate, p99: delay.percentile(99) / 1e6 };
}

async function perSecond(work) {
  let left = SIGNUPS;
  const time = await timed(() =>
    Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        while (left > 0) {
          left -= 1;
          await work();
        }
      }),
    ),
  );
  return (SIGNUPS * 1000) / time;
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function report(what, ratio) {
  console.log(`${what}: ${ratio.toFixed(2)}`);
}
