import { withApp } from '../app.mjs';
import { closedLoop } from '../load.mjs';
import { freshSignup, ping } from '../requests.mjs';
import { expectStatus, median, milliseconds, percentile } from '../statistics.mjs';

const ROUNDS = 3;
const SECONDS = 8;
const CONCURRENCY = 16;
// Prevents 503 responses on slow machines.
const bcryptThreads = { maxWait: 60_000 };

/** The latency of another route while 16 sign-ups are under way. */
export async function bystander({ uri }) {
  const rounds = { threads: [], 'main thread': [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const hasher of Object.keys(rounds)) {
      rounds[hasher].push(
        await withApp(uri, { route: 'signup', hasher, bcryptThreads }, underLoad),
      );
    }
  }
  const inThreads = middle(rounds.threads);
  const onMain = middle(rounds['main thread']);
  const show = (one, two) => `${one.toFixed(1)} ms against ${two.toFixed(1)} ms`;
  const row = (what, key) => ({
    what: `${what}, 16 sign-ups under way: threads ÷ bcryptjs on the main thread`,
    value: (inThreads[key] / onMain[key]).toFixed(3),
    detail: show(inThreads[key], onMain[key]),
  });
  return {
    rows: [
      row('event-loop delay p50', 'loopP50'),
      row('event-loop delay p99', 'loopP99'),
      row('bystander latency p50', 'pingP50'),
      row('bystander latency p99', 'pingP99'),
      {
        what: 'sign-ups/s: threads ÷ bcryptjs on the main thread',
        value: (inThreads.perSecond / onMain.perSecond).toFixed(2),
      },
    ],
    chart: { threads: inThreads, 'main thread': onMain },
  };
}

async function underLoad(app) {
  const { port } = app;
  await closedLoop({ port, next: freshSignup, concurrency: 2, seconds: 1 });
  await app.measure();
  const load = closedLoop({ port, next: freshSignup, concurrency: CONCURRENCY, seconds: SECONDS });
  const pings = await closedLoop({ port, next: ping, concurrency: 1, seconds: SECONDS });
  const { loopDelay } = await app.report();
  const { responses, perSecond } = await load;
  expectStatus(responses, 200);
  const latencies = milliseconds(pings.responses);
  return {
    loopP50: loopDelay.p50,
    loopP99: loopDelay.p99,
    pingP50: percentile(latencies, 50),
    pingP99: percentile(latencies, 99),
    perSecond,
  };
}

/** The median of each figure over the rounds. */
function middle(rounds) {
  return Object.fromEntries(
    Object.keys(rounds[0]).map((key) => [key, median(rounds.map((round) => round[key]))]),
  );
}
