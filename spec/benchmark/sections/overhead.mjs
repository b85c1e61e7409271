import { withApp } from '../app.mjs';
import { closedLoop } from '../load.mjs';
import { freshSignup } from '../requests.mjs';
import { expectStatus, median } from '../statistics.mjs';

const ROUNDS = 15;
const SECONDS = 2;
const CONCURRENCY = 16;

/**
 * What all the checks cost: the route against the shortest one that stores a user at all, and against
 * one that checks with the same packages in the usual way.
 */
export function overhead({ uri }) {
  const start = (route, work) => withApp(uri, { route, hasher: 'stub' }, work);
  return start('signup', (signup) =>
    start('bare', (bare) => start('usual', (usual) => compare({ signup, bare, usual }))),
  );
}

async function compare(apps) {
  const rounds = [];
  // The first round is for the compiler.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { signup, bare, usual } = await measuredInTurn(apps);
    rounds.push({
      perSecond: signup.perSecond,
      extra: signup.cpu - bare.cpu,
      cpu: signup.cpu / bare.cpu,
      bare: signup.perSecond / bare.perSecond,
      usual: signup.perSecond / usual.perSecond,
    });
  }
  const of = (what) => median(rounds.slice(1).map((round) => round[what]));
  return {
    rows: [
      {
        what: 'requests/s with a stub hasher ÷ bare Express + Mongoose route',
        value: of('bare').toFixed(2),
        goal: '≥ 0.80',
        met: of('bare') >= 0.8,
        detail: `${of('perSecond').toFixed(0)} requests/s`,
      },
      {
        what: 'the same, CPU time a request of the server process (less is better)',
        value: of('cpu').toFixed(2),
        detail: `${of('extra').toFixed(2)} ms more`,
      },
      {
        what: 'requests/s ÷ that route with cors, express-rate-limit and express-validator',
        value: of('usual').toFixed(2),
        goal: '≥ 1.00',
        met: of('usual') >= 1,
      },
    ],
  };
}

async function measuredInTurn(apps) {
  const result = {};
  for (const [name, app] of Object.entries(apps)) {
    result[name] = await measured(app);
  }
  return result;
}

async function measured(app) {
  const before = await app.cpu();
  const load = { port: app.port, next: freshSignup, concurrency: CONCURRENCY, seconds: SECONDS };
  const { answers, perSecond } = await closedLoop(load);
  expectStatus(answers, 200);
  const after = await app.cpu();
  return { perSecond, cpu: (after - before) / answers.length };
}
