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

// Hundreds of requests need more than five seconds on a busy machine.
jest.setTimeout(60_000);

const apps = useSignupApps();
const TIMEOUT = 300;
const ORIGIN = 'https://app.example.com';

/** A step of the sign-up that hangs until the spec releases it. */
class Hung {
  readonly #resolvers: (() => void)[] = [];

  /** Resolves with `value` on release. */
  wait<Value>(value: Value): Promise<Value> {
    return new Promise((resolve) => this.#resolvers.push(() => resolve(value)));
  }

  get count(): number {
    return this.#resolvers.length;
  }

  release(): void {
    for (const resolve of this.#resolvers.splice(0)) {
      resolve();
    }
  }
}

type Case = readonly [step: string, options: (hung: Hung) => SignupAppOptions];

const findClient: ClientResolver['find'] = () => CLIENT;

const HANGING: readonly Case[] = [
  ['hashing', (hung) => ({ hasher: fakeHasher(() => hung.wait(undefined)) })],
  [
    'the look-up of a client',
    (hung) => ({ clients: { find: () => hung.wait(CLIENT), allowsOrigin: () => true } }),
  ],
  [
    'the look-up of a connection',
    (hung) => ({ connections: { find: () => hung.wait(CONNECTION) } }),
  ],
  [
    'the check of an origin',
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

/** The number of active timers. The driver and Node's server have some of their own. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

const SOME_TIMERS = 10;

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

/** The results of 200 sign-ups during which one step hangs. */
interface Outcome {
  readonly responses: readonly request.Response[];
  readonly elapsedMs: number;
  readonly hungCount: number;
  /** Users that were stored after the step ended too late. */
  readonly stored: readonly object[];
}

describe('200 sign-ups at once that hang', () => {
  const outcomes = new Map<string, Outcome>();
  let timersLeft: number;
  let warnings: readonly unknown[];

  async function play(app: SignupApp, hung: Hung): Promise<Outcome> {
    const start = performance.now();
    const responses = await signUpMany(app, 200);
    const elapsedMs = performance.now() - start;
    const hungCount = hung.count;
    await app.router.close();
    hung.release();
    await turn();
    return { responses, elapsedMs, hungCount, stored: await storedUsers(app) };
  }

  // All at the same time, because they only wait.
  beforeAll(async () => {
    const emitWarning = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const scenarios = await Promise.all(
      HANGING.map(async ([step, options]) => {
        const hung = new Hung();
        const app = await apps.start({ hasher: fakeHasher(), ...options(hung), timeout: TIMEOUT });
        return { step, app, hung };
      }),
    );
    const timersBefore = timers();
    await Promise.all(
      scenarios.map(async ({ step, app, hung }) => {
        outcomes.set(step, await play(app, hung));
      }),
    );
    await turn();
    timersLeft = timers() - timersBefore;
    warnings = emitWarning.mock.calls;
    emitWarning.mockRestore();
  });

  it.each(HANGING)('are all rejected with 503 at the timeout: %s', (step) => {
    const { responses, elapsedMs, hungCount } = outcomes.get(step) as Outcome;

    expect(responses).toHaveLength(200);
    for (const response of responses) {
      expectFailure(response, UNAVAILABLE);
    }
    expect(elapsedMs).toBeGreaterThanOrEqual(TIMEOUT - 5);
    expect(hungCount).toBe(200);
  });

  it.each(HANGING)('store nothing when the step ends later: %s', (step) => {
    expect(outcomes.get(step)?.stored).toEqual([]);
  });

  it('leave no timers behind', () => {
    expect(timersLeft).toBeLessThan(SOME_TIMERS);
  });

  it('emit no warnings', () => {
    expect(warnings).toEqual([]);
  });
});

describe.each(HANGING)('%s that ends after the timeout', (_step, options) => {
  it('does not continue the sign-up', async () => {
    const hung = new Hung();
    const hasher = fakeHasher();
    const app = await apps.start({ hasher, ...options(hung), timeout: 20 });
    expectFailure(await signUpFrom(app, 1), UNAVAILABLE);
    hung.release();
    await turn();
    // If the first sign-up continued, it would be stored before this one.
    const next = await apps.start({ users: app.users });
    expect((await next.post({ ...REQUEST, email: 'next@example.com' })).status).toBe(200);
    expect((await storedUsers(next)).map(({ email }) => email)).toEqual(['next@example.com']);
    expect(hasher.hashed).toEqual([]);
  });
});

describe.each<[step: string, options: SignupAppOptions]>([
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
    'the check of an origin',
    {
      clients: {
        find: findClient,
        allowsOrigin() {
          throw new Error('down');
        },
      },
    },
  ],
])('%s that throws synchronously', (_step, options) => {
  it('is a 503', async () => {
    const app = await apps.start(options);
    expectFailure(await signUpFrom(app, 1), UNAVAILABLE);
    expect(app.errors).toEqual([expect.objectContaining({ cause: new Error('down') })]);
    await app.router.close();
  });
});

describe('a database that hangs', () => {
  /** An app whose indexes exist, and its connection to a database that hangs from now on. */
  async function startHanging(options: SignupAppOptions = {}) {
    const line = await apps.database.line();
    const connection = await apps.database.connect({}, line);
    const users: Model<User> = userModel(connection, { collection: `hanging_${Date.now()}` });
    const app = await apps.start({ hasher: fakeHasher(), ...options, users, timeout: TIMEOUT });
    await app.router.ready();
    line.fail('*', 'hold', Infinity);
    return { app, line };
  }

  it('is a 503 at the timeout for each of 200 sign-ups, and leaves no timers and no warnings', async () => {
    const warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();
    const { app, line } = await startHanging();
    const before = timers();

    for (const response of await signUpMany(app, 200)) {
      expectFailure(response, UNAVAILABLE);
    }

    await turn();
    expect(timers()).toBeLessThan(before + SOME_TIMERS);
    expect(warnings.mock.calls).toEqual([]);
    await app.router.close();
    await line.restore();
    warnings.mockRestore();
  });

  it('gets at most a thousand pending inserts; beyond that nothing is hashed', async () => {
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

    await line.restore();
    expect((await untilServed(app)).status).toBe(200);
  });
});

/** Retries, with another address each time, until the database has carried out the pending inserts. */
async function untilServed(app: SignupApp, number = 6000): Promise<request.Response> {
  const response = await signUpFrom(app, number);
  return response.status === 503 ? untilServed(app, number + 1) : response;
}
