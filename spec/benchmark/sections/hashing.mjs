import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { withApp } from '../app.mjs';
import { closedLoop } from '../load.mjs';
import { freshSignup, weakSignup } from '../requests.mjs';
import { expectStatus, median } from '../statistics.mjs';

const ROUNDS = 7;
const SECONDS = 8;
// Until the JavaScript of the route is compiled, which takes long at twenty sign-ups per second.
const WARM_UP = { refusals: 5000, seconds: 10 };
const CONCURRENCY = 16;

/** Sign-ups per second against hashes per second of bare bcryptjs. */
export async function hashing({ uri }) {
  const ratios = [];
  const rates = [];
  // Prevents 503 responses on slow machines.
  const options = { route: 'signup', hasher: 'threads', bcryptThreads: { maxWait: 60_000 } };
  await withApp(uri, options, async ({ port }) => {
    const load = { port, next: freshSignup, concurrency: CONCURRENCY, seconds: SECONDS };
    await closedLoop({ ...load, next: weakSignup, seconds: Infinity, count: WARM_UP.refusals });
    await closedLoop({ ...load, seconds: WARM_UP.seconds });
    for (let round = 0; round < ROUNDS; round += 1) {
      const bare = await bareHashes();
      const { responses, perSecond } = await closedLoop(load);
      expectStatus(responses, 200);
      ratios.push(perSecond / bare);
      rates.push(perSecond);
    }
  });
  return {
    rows: [
      {
        what: 'sign-ups/s ÷ hashes/s of bare bcryptjs in as many threads',
        value: median(ratios).toFixed(2),
        goal: '≥ 0.95',
        met: median(ratios) >= 0.95,
        detail: `${median(rates).toFixed(1)} sign-ups/s, ${availableParallelism()} threads, cost 10`,
      },
    ],
  };
}

async function bareHashes() {
  const threads = availableParallelism();
  const start = performance.now();
  const counts = await Promise.all(
    Array.from({ length: threads }, async () => {
      const worker = new Worker(new URL('../bare-bcrypt.mjs', import.meta.url), {
        workerData: { seconds: SECONDS },
      });
      const [hashes] = await once(worker, 'message');
      return hashes;
    }),
  );
  return (counts.reduce((sum, hashes) => sum + hashes) * 1000) / (performance.now() - start);
}
