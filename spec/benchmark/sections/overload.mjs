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
// Between two cheap requests beside the storm, in ms.
const PAUSE = 100;

/** Ten times the capacity for 30 s: who is served, who is told to come back, and how soon. */
export function overload({ uri }) {
  return withApp(uri, { route: 'signup', hasher: 'threads' }, async (app) => {
    const { port } = app;
    const before = await capacity(port);
    await app.measure();
    const start = await app.report();
    const storm = await measureStorm(app, before * TIMES);
    const end = await app.report();
    const [first] = (await closedLoop({ port, next: freshSignup, concurrency: 1, count: 1 }))
      .answers;
    const after = await capacity(port);
    return summary({ capacity: (before + after) / 2, storm, start, end, first });
  });
}

async function capacity(port) {
  const load = { port, next: freshSignup, concurrency: 8, seconds: CAPACITY_SECONDS };
  const { answers, perSecond } = await closedLoop(load);
  expectStatus(answers, 200);
  return perSecond;
}

async function measureStorm(app, perSecond) {
  const { port } = app;
  await app.measure();
  const storm = openLoop({ port, next: freshSignup, perSecond, seconds: SECONDS });
  const beside = besideStorm(port);
  await delay(SECONDS * 1000);
  const { loopDelay } = await app.report();
  return { answers: await storm, loopDelay, ...(await beside) };
}

/** One sender of cheap refusals and one of other requests, each with pauses. */
async function besideStorm(port) {
  const [refusals, pings] = await Promise.all([
    nowAndThen(port, weakSignup),
    nowAndThen(port, ping),
  ]);
  expectStatus(refusals, 400);
  expectStatus(pings, 200);
  return { refusals, pings };
}

async function nowAndThen(port, next) {
  const connection = await Connection.open(port);
  const answers = [];
  const end = performance.now() + SECONDS * 1000;
  while (performance.now() < end) {
    answers.push(await connection.request(next()));
    await delay(PAUSE);
  }
  connection.close();
  return answers;
}

function summary({ capacity, storm, start, end, first }) {
  const { answers, loopDelay, refusals, pings } = storm;
  const served = answers.filter(({ status }) => status === 200);
  const shed = answers.filter(({ status }) => status !== 200);
  expectStatus(shed, 503);
  if (shed.some(({ head }) => !/^retry-after: \d+$/im.test(head))) {
    throw new Error('A 503 without Retry-After');
  }
  const servedInTime = served.filter(({ answeredAt }) => answeredAt <= SECONDS);
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
        detail: `${answers.length} sent in ${SECONDS} s, ${served.length} served, ${shed.length} told to come back`,
      },
      row('503 with Retry-After, p99', p99(shed), 50, 'ms'),
      row('refusals (400), p99', p99(refusals), 50, 'ms', `${refusals.length} requests`),
      row('bystander latency p99', p99(pings), 50, 'ms', `${pings.length} requests`),
      row('event-loop delay p99', loopDelay.p99, 20, 'ms'),
      row('growth of the heap', growth, 10, '%', `${megabytes(start.heapUsed)} before`),
      row('the first sign-up after it', first.milliseconds, 2500, 'ms', `status ${first.status}`),
    ],
    chart: { seconds: SECONDS, capacity, served, shed, shedP99: p99(shed) },
  };
}

const megabytes = (bytes) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
