import { withApp } from '../app.mjs';
import { closedLoop } from '../load.mjs';
import { freshSignup } from '../requests.mjs';
import { expectStatus } from '../statistics.mjs';

const EARLY = 2000;
const LATE = 20_000;

/** Whether memory of finished sign-ups is released. */
export function memory({ uri }) {
  return withApp(uri, { route: 'signup', hasher: 'stub' }, async (app) => {
    const early = await after(app, EARLY);
    const late = await after(app, LATE - EARLY);
    const growth = late.heapUsed / early.heapUsed;
    return {
      rows: [
        {
          what: 'heap after 20,000 sign-ups ÷ after 2,000',
          value: growth.toFixed(2),
          goal: '≤ 1.10',
          met: growth <= 1.1,
          detail: `${megabytes(early.heapUsed)} and ${megabytes(late.heapUsed)}; RSS ${megabytes(early.rss)} and ${megabytes(late.rss)}`,
        },
      ],
    };
  });
}

async function after(app, count) {
  const load = { port: app.port, next: freshSignup, concurrency: 16, count };
  expectStatus((await closedLoop(load)).responses, 200);
  return app.report();
}

const megabytes = (bytes) => `${(bytes / 1024 ** 2).toFixed(1)} MB`;
