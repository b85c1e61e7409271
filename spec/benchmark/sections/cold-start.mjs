import { startApp } from '../app.mjs';
import { median } from '../statistics.mjs';

const STARTS = 5;

/** From the start of the process to `ready()`: imports, connect, indexes, warm threads. */
export async function coldStart({ uri }) {
  const times = { threads: [], stub: [] };
  for (let start = 0; start < STARTS; start += 1) {
    for (const hasher of Object.keys(times)) {
      const app = await startApp(uri, { route: 'signup', hasher });
      times[hasher].push(app.sinceStart);
      await app.stop();
    }
  }
  return {
    rows: [
      {
        what: 'cold start of a process to ready()',
        value: `${median(times.threads).toFixed(0)} ms`,
        detail: `${median(times.stub).toFixed(0)} ms of it without hashing threads`,
      },
    ],
  };
}
