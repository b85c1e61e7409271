import { setImmediate as turn } from 'node:timers/promises';
import { type ClientResolver, type User, userModel } from 'express-dbconnections';
import type { Model } from 'mongoose';
import request from 'supertest';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { storedUsers } from '../support/stored-users';
import {
  CLIENT,
  CONNECTION,
  PATH,
  REQUEST,
  type SignupApp,
  type SignupAppOptions,
  useSignupApps,
} from '../support/use-signup-apps';

// Hundreds of requests, on a machine that may be busy.
jest.setTimeout(60_000);

const apps = useSignupApps();
const TIMEOUT = 300;
const ORIGIN = 'https://app.example.com';

/** Something that a sign-up waits for, and that does not come before the spec says so. */
class Hung {
  readonly #held: (() => void)[] = [];

  /** What is asked for comes as `value` at last. */
  wait<Value>(value: Value): Promise<Value> {
    return new Promise((resolve) => this.#held.push(() => resolve(value)));
  }

  get count(): number {
    return this.#held.length;
  }

  release(): void {
    for (const go of this.#held.splice(0)) {
      go();
    }
  }
}

type Case = readonly [what: string, options: (hung: Hung) => SignupAppOptions];

const findClient: ClientResolver['find'] = () => CLIENT;

const HANGING: readonly Case[] = [
  ['a hash', (hung) => ({ hasher: fakeHasher(() => hung.wait(undefined)) })],
  [
    'the look-up of a client',
    (hung) => ({ clients: { find: () => hung.wait(CLIENT), allowsOrigin: () => true } }),
  ],
  [
    'the look-up of a connection',
    (hung) => ({ connections: { find: () => hung.wait(CONNECTION) } }),
  ],
  [
    'the question for an origin',
    (hung) => ({ clients: { find: findClient, allowsOrigin: () => hung.wait(true) } }),
  ],
  [
    "the rate limit's store",
    (hung) => ({
      rateLimit: {
        store: {
          increment: () => hung.wait({ totalHits: 1, resetTime: new Date() }),
          decrement: () => undefined,
          resetKey: () => undefined,
        },
      },
    }),
  ],
];

/** How many timers keep the process busy. The driver and Node's server have some of their own. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

const A_FEW = 10;

function signUpFrom(app: SignupApp, number: number) {
  return request(app.url)
    .post(PATH)
    .set('Origin', ORIGIN)
    .type('json')
    .send({ ...REQUEST, email: `user${number}@example.com` });
}

function signUpMany(app: SignupApp, count: number) {
  return Promise.all(Array.from({ length: count }, (_, number) => signUpFrom(app, number)));
}

describe.each(HANGING)('%s that hangs', (_what, options) => {
  it('is a 503 in time for each of hundreds, and leaves nothing behind', async () => {
    const warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const hung = new Hung();
    const app = await apps.start({ hasher: fakeHasher(), ...options(hung), timeout: TIMEOUT });
    const before = timers();
    const begun = performance.now();

    const answers = await signUpMany(app, 200);

    for (const answer of answers) {
      expectFailure(answer, UNAVAILABLE);
    }
    expect(performance.now() - begun).toBeGreaterThanOrEqual(TIMEOUT - 5);
    expect(hung.count).toBe(200);
    await turn();
    expect(timers()).toBeLessThan(before + A_FEW);
    expect(warnings.mock.calls).toEqual([]);
    await app.router.close();

    hung.release();
    await turn();
    expect(await storedUsers(app)).toEqual([]);
    warnings.mockRestore();
  });

  it('comes late, and goes no further', async () => {
    const hung = new Hung();
    const hasher = fakeHasher();
    const app = await apps.start({ hasher, ...options(hung), timeout: 20 });
    expectFailure(await signUpFrom(app, 1), UNAVAILABLE);
    hung.release();
    await turn();
    // Whatever went on would be there before the next one.
    const next = await apps.start({ users: app.users });
    expect((await next.post({ ...REQUEST, email: 'next@example.com' })).status).toBe(200);
    expect((await storedUsers(next)).map(({ email }) => email)).toEqual(['next@example.com']);
    expect(hasher.hashed).toEqual([]);
  });
});

describe.each<[what: string, options: SignupAppOptions]>([
  [
    'the look-up of a client',
    {
      clients: {
        find() {
          throw new Error('down');
        },
        allowsOrigin: () => true,
      },
    },
  ],
  [
    'the look-up of a connection',
    {
      connections: {
        find() {
          throw new Error('down');
        },
      },
    },
  ],
  [
    'the question for an origin',
    {
      clients: {
        find: findClient,
        allowsOrigin() {
          throw new Error('down');
        },
      },
    },
  ],
])('%s that throws at once', (_what, options) => {
  it('is a 503', async () => {
    const app = await apps.start(options);
    expectFailure(await signUpFrom(app, 1), UNAVAILABLE);
    expect(app.errors).toEqual([expect.objectContaining({ cause: new Error('down') })]);
    await app.router.close();
  });
});

describe('a database that hangs', () => {
  /** An app whose indexes stand, and the line on which it hangs from now on. */
  async function startHanging(options: SignupAppOptions = {}) {
    const line = await apps.database.line();
    const connection = await apps.database.connect({}, line);
    const users: Model<User> = userModel(connection, { collection: `hanging_${Date.now()}` });
    const app = await apps.start({ hasher: fakeHasher(), ...options, users, timeout: TIMEOUT });
    await app.router.ready();
    line.fail('*', 'hold', Infinity);
    return { app, line };
  }

  it('is a 503 in time for each of hundreds, and leaves nothing behind', async () => {
    const warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const { app, line } = await startHanging();
    const before = timers();

    for (const answer of await signUpMany(app, 200)) {
      expectFailure(answer, UNAVAILABLE);
    }

    await turn();
    expect(timers()).toBeLessThan(before + A_FEW);
    expect(warnings.mock.calls).toEqual([]);
    await app.router.close();
    await line.mend();
    warnings.mockRestore();
  });

  it('is given no more than a thousand users to store: then nothing is hashed any more', async () => {
    const hasher = fakeHasher();
    const { app, line } = await startHanging({ hasher });

    for (let round = 0; round < 3; round += 1) {
      await signUpMany(app, 400);
    }
    const { length: hashed } = hasher.hashed;
    expect(hashed).toBeGreaterThanOrEqual(1000);
    expect(hashed).toBeLessThan(1400);

    expectFailure(await signUpFrom(app, 5000), UNAVAILABLE);
    expect(hasher.hashed).toHaveLength(hashed);
    const { cause } = app.errors.at(-1) as Error;
    expect(String(cause)).toMatch(/^Error: \d+ inserts wait for the database$/);

    await line.mend();
    expect((await untilServed(app)).status).toBe(200);
  });
});

/** Tries until the database has done what it was given before, each time with another address. */
async function untilServed(app: SignupApp, number = 6000): Promise<request.Response> {
  const answer = await signUpFrom(app, number);
  return answer.status === 503 ? untilServed(app, number + 1) : answer;
}
