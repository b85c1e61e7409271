import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { withApp } from '../app.mjs';
import { Connection } from '../connection.mjs';
import { closedLoop, openLoop } from '../load.mjs';
import { freshSignup, ping, weakSignup } from '../requests.mjs';
import { expectStatus, milliseconds, percentile } from '../statistics.mjs';

const CAPACITY_SECONDS = 10;
const SECONDS = 30;
const TIMES = 10;
// Between two cheap requests during the overload.
const PAUSE_MS = 100;

/** Ten times the capacity for 30 s: goodput, 503 responses and latencies. */
export function overload({ uri }) {
  return withApp(uri, { route: 'signup', hasher: 'threads' }, async (app) => {
    const { port } = app;
    const before = await capacity(port);
    await app.measure();
    const start = await app.report();
    const overloaded = await measureOverload(app, before * TIMES);
    const end = await app.report();
    const [first] = (await closedLoop({ port, next: freshSignup, concurrency: 1, count: 1 }))
      .responses;
    const after = await capacity(port);
    return summary({ capacity: (before + after) / 2, overloaded, start, end, first });
  });
}

async function capacity(port) {
  const load = { port, next: freshSignup, concurrency: 8, seconds: CAPACITY_SECONDS };
  const { responses, perSecond } = await closedLoop(load);
  expectStatus(responses, 200);
  return perSecond;
}

async function measureOverload(app, perSecond) {
  const { port } = app;
  await app.measure();
  const overloaded = openLoop({ port, next: freshSignup, perSecond, seconds: SECONDS });
  const others = duringOverload(port);
  await delay(SECONDS * 1000);
  const { loopDelay } = await app.report();
  return { responses: await overloaded, loopDelay, ...(await others) };
}

/** One client of rejected sign-ups and one of another route, each with pauses. */
async function duringOverload(port) {
  const [refusals, pings] = await Promise.all([
    periodically(port, weakSignup),
    periodically(port, ping),
  ]);
  expectStatus(refusals, 400);
  expectStatus(pings, 200);
  return { refusals, pings };
}

async function periodically(port, next) {
  const connection = await Connection.open(port);
  const responses = [];
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) {
    responses.push(await connection.request(next()));
    await delay(PAUSE_MS);
  }
  connection.close();
  return responses;
}

function summary({ capacity, overloaded, start, end, first }) {
  const { responses, loopDelay, refusals, pings } = overloaded;
  const served = responses.filter(({ status }) => status === 200);
  const shed = responses.filter(({ status }) => status !== 200);
  expectStatus(shed, 503);
  if (shed.some(({ head }) => !/^retry-after: \d+$/im.test(head))) {
    throw new Error('A 503 without Retry-After');
  }
  const servedInTime = served.filter(({ respondedAt }) => respondedAt <= SECONDS);
  const goodput = servedInTime.length / SECONDS / capacity;
  const row = (what, value, limit, unit, detail) => ({
    what: `at ten times the capacity: ${what}`,
    value: `${value.toFixed(1)} ${unit}`,
    goal: `≤ ${limit} ${unit}`,
    met: value <= limit,
    detail,
  });
  const p99 = (some) => percentile(milliseconds(some), 99);
  const growth = (100 * (end.heapUsed - start.heapUsed)) / start.heapUsed;
  return {
    rows: [
      {
        what: 'at ten times the capacity: sign-ups served ÷ capacity',
        value: goodput.toFixed(2),
        goal: '≥ 0.90',
        met: goodput >= 0.9,
        detail: `${responses.length} sent in ${SECONDS} s, ${served.length} served, ${shed.length} rejected with 503`,
      },
      row('503 with Retry-After, p99', p99(shed), 50, 'ms'),
      row('refusals (400), p99', p99(refusals), 50, 'ms', `${refusals.length} requests`),
      row('bystander latency p99', p99(pings), 50, 'ms', `${pings.length} requests`),
      row('event-loop delay p99', loopDelay.p99, 20, 'ms'),
      row('growth of the heap', growth, 10, '%', `${megabytes(start.heapUsed)} before`),
      row('the first sign-up afterwards', first.milliseconds, 2500, 'ms', `status ${first.status}`),
    ],
    chart: { seconds: SECONDS, capacity, served, shed, shedP99: p99(shed) },
  };
}

const megabytes = (bytes) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
