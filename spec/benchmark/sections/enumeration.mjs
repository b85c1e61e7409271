import { withApp } from '../app.mjs';
import { Connection } from '../connection.mjs';
import { freshSignup, signup } from '../requests.mjs';
import { expectStatus, median, milliseconds } from '../statistics.mjs';

const PAIRS = 100;

/** Whether the response time reveals that an address is taken. */
export function enumeration({ uri }) {
  return withApp(uri, { route: 'signup', hasher: 'threads' }, async ({ port }) => {
    const connection = await Connection.open(port);
    const known = signup({ email: 'known@example.com' });
    await connection.request(known);
    const free = [];
    const taken = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      free.push(await connection.request(freshSignup()));
      taken.push(await connection.request(known));
    }
    connection.close();
    expectStatus(free, 200);
    expectStatus(taken, 400);
    const ratio = median(milliseconds(taken)) / median(milliseconds(free));
    return {
      rows: [
        {
          what: 'response time: taken address ÷ free address',
          value: ratio.toFixed(2),
          goal: '0.80 to 1.25',
          met: ratio >= 0.8 && ratio <= 1.25,
          detail: `${PAIRS} pairs, taken and free in turn`,
        },
      ],
    };
  });
}
