import { withApp } from '../app.mjs';
import { closedLoop } from '../load.mjs';
import { freshSignup } from '../requests.mjs';
import { expectStatus, median } from '../statistics.mjs';

const ROUNDS = 7;
const SECONDS = 4;
const CONCURRENCY = 16;

/** What all the checks cost: the route against the shortest one that stores a user at all. */
export function overhead({ uri }) {
  const stub = { hasher: 'stub' };
  return withApp(uri, { route: 'signup', ...stub }, (signup) =>
    withApp(uri, { route: 'bare', ...stub }, (bare) => compare(signup, bare)),
  );
}

async function compare(signup, bare) {
  await measured(signup, 2);
  await measured(bare, 2);
  const rounds = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({ signup: await measured(signup, SECONDS), bare: await measured(bare, SECONDS) });
  }
  const rate = median(rounds.map((round) => round.signup.perSecond / round.bare.perSecond));
  const cpu = median(rounds.map((round) => round.signup.cpu / round.bare.cpu));
  const perSecond = median(rounds.map((round) => round.signup.perSecond));
  const extra = median(rounds.map((round) => round.signup.cpu - round.bare.cpu));
  return {
    rows: [
      {
        what: 'requests/s with a stub hasher ÷ bare Express + Mongoose route',
        value: rate.toFixed(2),
        goal: '≥ 0.80',
        met: rate >= 0.8,
        detail: `${perSecond.toFixed(0)} requests/s`,
      },
      {
        what: 'the same, CPU time a request of the server process (less is better)',
        value: cpu.toFixed(2),
        detail: `${extra.toFixed(2)} ms more`,
      },
    ],
  };
}

async function measured(app, seconds) {
  const before = await app.report();
  const load = { port: app.port, next: freshSignup, concurrency: CONCURRENCY, seconds };
  const { answers, perSecond } = await closedLoop(load);
  expectStatus(answers, 200);
  const after = await app.report();
  return { perSecond, cpu: (after.cpu - before.cpu) / answers.length };
}
