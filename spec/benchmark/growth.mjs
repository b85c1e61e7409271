// Compares sign-ups per second with a million stored users and with a thousand, on the server of
// MONGODB_URI. `npm run bench:growth -- 5000000` uses another number of users.

import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import mongoose from 'mongoose';
import { startApp } from './app.mjs';
import { closedLoop } from './load.mjs';
import { CONNECTION, signup } from './requests.mjs';
import { expectStatus, median, percentile } from './statistics.mjs';

const FEW = 1000;
const MANY = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = 15;
const SIGNUPS = 400;
const CONCURRENCY = 16;
const BATCH = 10_000;
const GOAL = 0.9;

if (!process.env.MONGODB_URI) {
  throw new Error('Set MONGODB_URI to the server to measure');
}
const { connection } = await mongoose.connect(process.env.MONGODB_URI, { dbName: 'benchmark' });
const few = await stock(FEW);
const many = await stock(MANY);
try {
  const rates = await interleaved();
  const ratios = rates.map(({ few, many }) => many / few);
  const ratio = median(ratios);
  const [low, high, fewRate, manyRate] = [
    percentile(ratios, 25),
    percentile(ratios, 75),
    median(rates.map((rate) => rate.few)),
    median(rates.map((rate) => rate.many)),
  ].map((value) => value.toPrecision(3));
  console.log(
    `${ratio.toFixed(2)}  sign-ups/s with ${MANY} users stored ÷ with ${FEW}  ` +
      `[${ratio >= GOAL ? 'met' : 'MISSED'}: >= ${GOAL}]  ` +
      `(median of ${ROUNDS} pairs, half of them from ${low} to ${high}; ` +
      `median ${manyRate}/s and ${fewRate}/s)`,
  );
  process.exitCode = ratio >= GOAL ? 0 : 1;
} finally {
  for (const { app, collection } of [few, many]) {
    await app.stop();
    await collection.drop();
  }
  await mongoose.disconnect();
}

/** An app whose collection holds `count` users, inserted without the router. */
async function stock(count) {
  const collection = connection.collection(`growth_${process.pid}_${count}`);
  const start = performance.now();
  let last;
  for (let stored = 0; stored < count; stored += BATCH) {
    const users = Array.from({ length: Math.min(BATCH, count - stored) }, storedUser);
    await collection.insertMany(users, { ordered: false });
    last = users.at(-1)._id;
  }
  const filled = performance.now();
  const app = await startApp(process.env.MONGODB_URI, {
    route: 'signup',
    hasher: 'stub',
    collection: collection.collectionName,
  });
  const seconds = (from, to) => ((to - from) / 1000).toFixed(1);
  console.log(
    `${count} users stored in ${seconds(start, filled)} s, ` +
      `indexed in ${seconds(filled, performance.now())} s`,
  );
  return { app, collection, last };
}

/** A user of a sign-up with the required fields, at a random position of the index. */
function storedUser() {
  const now = new Date();
  return {
    _id: new mongoose.Types.ObjectId(),
    connection: CONNECTION,
    email: `${randomUUID()}@example.com`,
    email_verified: false,
    password_hash: `$2b$10$${'stub'.repeat(14).slice(0, 53)}`,
    created_at: now,
    updated_at: now,
  };
}

/** Sign-ups per second with few and with many users, in turn; the first round is the warm-up. */
async function interleaved() {
  const rates = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const order = round % 2 === 0 ? { few, many } : { many, few };
    const rate = {};
    for (const [name, stocked] of Object.entries(order)) {
      rate[name] = await signUps(stocked);
    }
    rates.push(rate);
    // Keeps the small collection small; the large one hardly grows.
    await few.collection.deleteMany({ _id: { $gt: few.last } });
  }
  return rates.slice(1);
}

async function signUps({ app }) {
  const { responses, perSecond } = await closedLoop({
    port: app.port,
    next: () => signup({ email: `${randomUUID()}@example.com` }),
    concurrency: CONCURRENCY,
    count: SIGNUPS,
  });
  expectStatus(responses, 200);
  return perSecond;
}
