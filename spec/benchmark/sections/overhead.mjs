import { withApp } from '../app.mjs';
import { closedLoop } from '../load.mjs';
import { freshSignup } from '../requests.mjs';
import { expectStatus, median } from '../statistics.mjs';

const ROUNDS = 15;
const SECONDS = 2;
const CONCURRENCY = 16;

/** The cost of the route without hashing, against a hand-written one with the same packages. */
export function overhead({ uri }) {
  const start = (route, work) => withApp(uri, { route, hasher: 'stub' }, work);
  return start('signup', (signup) =>
    start('hand-written', (handWritten) => compare({ signup, handWritten })),
  );
}

async function compare(apps) {
  const rounds = [];
  // The first round is the warm-up.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { signup, handWritten } = await measureInTurn(apps);
    rounds.push({
      perSecond: signup.perSecond,
      ratio: signup.perSecond / handWritten.perSecond,
      cpu: signup.cpu / handWritten.cpu,
    });
  }
  const of = (what) => median(rounds.slice(1).map((round) => round[what]));
  return {
    rows: [
      {
        what: 'requests/s with a stub hasher ÷ a hand-written route with cors, express-rate-limit and express-validator',
        value: of('ratio').toFixed(2),
        goal: '≥ 1.00',
        met: of('ratio') >= 1,
        detail: `${of('perSecond').toFixed(0)} requests/s`,
      },
      {
        what: 'the same, CPU time of the server process for each request (less is better)',
        value: of('cpu').toFixed(2),
      },
    ],
  };
}

async function measureInTurn(apps) {
  const result = {};
  for (const [name, app] of Object.entries(apps)) {
    result[name] = await measure(app);
  }
  return result;
}

async function measure(app) {
  const before = await app.cpu();
  const load = { port: app.port, next: freshSignup, concurrency: CONCURRENCY, seconds: SECONDS };
  const { responses, perSecond } = await closedLoop(load);
  expectStatus(responses, 200);
  const after = await app.cpu();
  return { perSecond, cpu: (after - before) / responses.length };
}
