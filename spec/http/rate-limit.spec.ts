import { setImmediate } from 'node:timers/promises';
import type { Express } from 'express';
import { isSignupError, type SignupRateLimit } from 'express-dbconnections';
import { MemoryStore, type Store } from 'express-rate-limit';
import request, { type Response, type Test } from 'supertest';
import { expectFailure, SERVER_ERROR, sentence, TOO_MANY_SIGNUPS } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { PATH, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

let count = 0;
function fresh(): typeof REQUEST {
  count += 1;
  return { ...REQUEST, email: `user${count}@example.com` };
}

/** Well-formed, counted, and refused before anything costly. */
const UNKNOWN_CLIENT = { ...REQUEST, client_id: 'nobody' };
const CLIENT_NOT_FOUND = sentence('client not found');

function behindProxy(host: Express): void {
  host.set('trust proxy', 1);
}

function postFrom(app: SignupApp, ip: string): Test {
  return app.post(UNKNOWN_CLIENT).set('X-Forwarded-For', ip);
}

function limitHeaders({ headers }: Response) {
  return {
    limit: headers['x-ratelimit-limit'],
    remaining: headers['x-ratelimit-remaining'],
    reset: headers['x-ratelimit-reset'],
    retryAfter: headers['retry-after'],
  };
}

const NO_HEADERS = {
  limit: undefined,
  remaining: undefined,
  reset: undefined,
  retryAfter: undefined,
};

function startLimited(rateLimit: SignupRateLimit): Promise<SignupApp> {
  return apps.start({ rateLimit, before: behindProxy });
}

describe('by default', () => {
  it('50 sign-ups a minute are taken, and not the 51st', async () => {
    const app = await apps.start({ rateLimit: undefined as never, hasher: fakeHasher() });
    const start = Math.floor(Date.now() / 1000);
    const taken = await Promise.all(Array.from({ length: 50 }, () => app.post(fresh())));
    const remaining = taken.map((answer) => {
      expect(answer.status).toBe(200);
      expect(limitHeaders(answer)).toEqual({
        limit: '50',
        remaining: expect.any(String),
        reset: expect.stringMatching(/^\d{10}$/),
        retryAfter: undefined,
      });
      expect(Number(answer.headers['x-ratelimit-reset'])).toBeGreaterThanOrEqual(start + 60);
      expect(Number(answer.headers['x-ratelimit-reset'])).toBeLessThanOrEqual(start + 120);
      return Number(answer.headers['x-ratelimit-remaining']);
    });
    expect(remaining.sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, index) => index),
    );
    for (const body of [fresh(), REQUEST, UNKNOWN_CLIENT]) {
      const answer = await app.post(body);
      expectFailure(answer, TOO_MANY_SIGNUPS);
      const { retryAfter, ...others } = limitHeaders(answer);
      expect(others).toMatchObject({ limit: '50', remaining: '0' });
      expect(others.reset).toMatch(/^\d{10}$/);
      expect(retryAfter).toMatch(/^([1-9]|[1-5]\d|60)$/);
    }
    expect(await app.users.countDocuments()).toBe(50);
  });

  it('has headers of its own draft only, and of no other', async () => {
    const app = await startLimited({});
    const names = Object.keys((await app.post(UNKNOWN_CLIENT)).headers);
    expect(names.filter((name) => name.includes('ratelimit')).sort()).toEqual([
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ]);
  });
});

describe('what counts', () => {
  it('a request that is malformed does not, and has no headers', async () => {
    const app = await startLimited({ limit: 1 });
    const malformed: Test[] = [
      ...Array.from({ length: 5 }, () => app.post({})),
      app.post({ ...REQUEST, email: 'nope' }),
      app.post({ ...REQUEST, user_metadata: [] }),
      app.post('{'),
      app.post('[]'),
      app.post({ junk: 'x'.repeat(200_000) }),
      request(app.url).post(PATH).type('text').send('x'),
      request(app.url).get(PATH),
      request(app.url).options(PATH),
    ];
    for (const answer of await Promise.all(malformed)) {
      expect(limitHeaders(answer)).toEqual(NO_HEADERS);
    }
    expect((await app.post(fresh())).status).toBe(200);
    expectFailure(await app.post(fresh()), TOO_MANY_SIGNUPS);
  });

  it.each<[string, object]>([
    ['an unknown client', UNKNOWN_CLIENT],
    ['an unknown connection', { ...REQUEST, connection: 'nothing' }],
    ['a weak password', { ...REQUEST, password: 'weak' }],
    ['an address that is taken', { ...REQUEST, email: 'taken@example.com' }],
  ])('a refusal for %s does', async (_what, body) => {
    const app = await startLimited({ limit: 2 });
    if ('email' in body && body.email === 'taken@example.com') {
      await app.users.create({
        connection: 'DB',
        email: body.email,
        email_verified: false,
        password_hash: 'x',
      });
    }
    for (const remaining of ['1', '0']) {
      const answer = await app.post(body);
      expect(answer.status).toBe(400);
      expect(limitHeaders(answer)).toMatchObject({ limit: '2', remaining });
    }
    expectFailure(await app.post(fresh()), TOO_MANY_SIGNUPS);
  });

  it('does not change by way of writing the path', async () => {
    const app = await startLimited({ limit: 1 });
    await app.post(UNKNOWN_CLIENT);
    for (const path of [`${PATH}/`, PATH.toUpperCase(), `${PATH}?x=1`]) {
      const answer = await request(app.url).post(path).type('json').send(UNKNOWN_CLIENT);
      expectFailure(answer, TOO_MANY_SIGNUPS);
    }
  });

  it('does not change by what the body says', async () => {
    const app = await startLimited({ limit: 1 });
    await app.post(fresh());
    expectFailure(await app.post({ ...fresh(), client_id: 'other' }), TOO_MANY_SIGNUPS);
  });

  it('is counted by each router for itself', async () => {
    const [one, other] = [await startLimited({ limit: 1 }), await startLimited({ limit: 1 })];
    await one.post(UNKNOWN_CLIENT);
    expectFailure(await other.post(UNKNOWN_CLIENT), CLIENT_NOT_FOUND);
  });
});

describe('the sender', () => {
  it('is an IPv4 address', async () => {
    const app = await startLimited({ limit: 1 });
    expectFailure(await postFrom(app, '192.0.2.1'), CLIENT_NOT_FOUND);
    expectFailure(await postFrom(app, '192.0.2.1'), TOO_MANY_SIGNUPS);
    expectFailure(await postFrom(app, '192.0.2.2'), CLIENT_NOT_FOUND);
  });

  it('is the same when its IPv4 address is written as IPv6', async () => {
    const app = await startLimited({ limit: 1 });
    expectFailure(await postFrom(app, '192.0.2.1'), CLIENT_NOT_FOUND);
    expectFailure(await postFrom(app, '::ffff:192.0.2.1'), TOO_MANY_SIGNUPS);
    expectFailure(await postFrom(app, '::ffff:c000:201'), TOO_MANY_SIGNUPS);
  });

  it('is a /64 of IPv6: turning over the last half is of no use', async () => {
    const app = await startLimited({ limit: 1 });
    expectFailure(await postFrom(app, '2001:db8:0:1::1'), CLIENT_NOT_FOUND);
    for (const same of [
      '2001:db8:0:1::2',
      '2001:DB8:0:1:ffff:ffff:ffff:ffff',
      '2001:0db8:0000:0001:0000:0000:0000:0001',
    ]) {
      expectFailure(await postFrom(app, same), TOO_MANY_SIGNUPS);
    }
    expectFailure(await postFrom(app, '2001:db8:0:2::1'), CLIENT_NOT_FOUND);
    expectFailure(await postFrom(app, '2001:db8:1:1::1'), CLIENT_NOT_FOUND);
  });

  it('is a wider network when the host says so', async () => {
    const app = await startLimited({ limit: 1, ipv6Subnet: 48 });
    expectFailure(await postFrom(app, '2001:db8:0:1::1'), CLIENT_NOT_FOUND);
    expectFailure(await postFrom(app, '2001:db8:0:2::1'), TOO_MANY_SIGNUPS);
    expectFailure(await postFrom(app, '2001:db8:1:2::1'), CLIENT_NOT_FOUND);
  });

  it('is not what a header says, unless the host trusts its proxy', async () => {
    const app = await apps.start({ rateLimit: { limit: 1, validate: false } });
    expectFailure(await postFrom(app, '192.0.2.1'), CLIENT_NOT_FOUND);
    expectFailure(await postFrom(app, '192.0.2.2'), TOO_MANY_SIGNUPS);
  });
});

describe('options of express-rate-limit', () => {
  /** A store that is full. */
  function storeOf(resetTime: Date | undefined): Store {
    return {
      increment: () => ({ totalHits: 7, resetTime }),
      decrement() {},
      resetKey() {},
    };
  }

  it('`skip` lets an allow-list through', async () => {
    const app = await startLimited({ limit: 1, skip: ({ ip }) => ip === '192.0.2.7' });
    for (let index = 0; index < 5; index += 1) {
      const answer = await postFrom(app, '192.0.2.7');
      expectFailure(answer, CLIENT_NOT_FOUND);
      expect(limitHeaders(answer)).toEqual(NO_HEADERS);
    }
    await postFrom(app, '192.0.2.8');
    expectFailure(await postFrom(app, '192.0.2.8'), TOO_MANY_SIGNUPS);
  });

  it('`keyGenerator` makes another sender', async () => {
    const app = await startLimited({
      limit: 1,
      keyGenerator: ({ headers }) => String(headers['x-tenant']),
    });
    const post = (tenant: string) => app.post(UNKNOWN_CLIENT).set('X-Tenant', tenant);
    expectFailure(await post('a'), CLIENT_NOT_FOUND);
    expectFailure(await post('b'), CLIENT_NOT_FOUND);
    expectFailure(await post('a'), TOO_MANY_SIGNUPS);
  });

  it('`store` is shared by routers', async () => {
    const store = new MemoryStore();
    const validate = { unsharedStore: false };
    const one = await startLimited({ limit: 1, store, validate });
    const other = await startLimited({ limit: 1, store, validate });
    expectFailure(await one.post(UNKNOWN_CLIENT), CLIENT_NOT_FOUND);
    expectFailure(await other.post(UNKNOWN_CLIENT), TOO_MANY_SIGNUPS);
    store.shutdown();
  });

  it('a store without a reset time asks to come back after a whole window', async () => {
    for (const [windowMs, seconds] of [
      [undefined, '60'],
      [3_600_000, '3600'],
    ] as const) {
      const store = storeOf(undefined);
      const app = await startLimited({ limit: 1, store, ...(windowMs && { windowMs }) });
      const answer = await app.post(UNKNOWN_CLIENT);
      expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': seconds } });
    }
  });

  it('a window that is over by now asks to come back after a second', async () => {
    const store = storeOf(new Date(0));
    const app = await startLimited({ limit: 1, store });
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': '1' } });
  });

  it('`windowMs` is how long the limit holds', async () => {
    const app = await startLimited({ limit: 1, windowMs: 3_600_000 });
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': /^3(600|59\d)$/ } });
  });

  it('`retryAfter` is what is asked for', async () => {
    const app = await startLimited({ limit: 1, retryAfter: 120 });
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': '120' } });
  });

  it('`limit` may depend on the request', async () => {
    const limit: SignupRateLimit['limit'] = async ({ ip }) => (ip === '192.0.2.1' ? 2 : 1);
    const app = await startLimited({ limit });
    for (const expected of [CLIENT_NOT_FOUND, CLIENT_NOT_FOUND, TOO_MANY_SIGNUPS]) {
      expectFailure(await postFrom(app, '192.0.2.1'), expected);
    }
    await postFrom(app, '192.0.2.2');
    expectFailure(await postFrom(app, '192.0.2.2'), TOO_MANY_SIGNUPS);
  });

  it('`legacyHeaders` and `standardHeaders` choose the headers', async () => {
    const app = await startLimited({ limit: 1, legacyHeaders: false, standardHeaders: 'draft-6' });
    const answer = await app.post(UNKNOWN_CLIENT);
    expect(limitHeaders(answer)).toEqual(NO_HEADERS);
    expect(answer.headers).toMatchObject({ 'ratelimit-limit': '1', 'ratelimit-remaining': '0' });
  });

  it('without any headers a 429 says nevertheless when to come back', async () => {
    const app = await startLimited({ limit: 1, legacyHeaders: false });
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': /^(60|5\d)$/ } });
  });

  it('without any headers and without a reset time that is a minute', async () => {
    const store = storeOf(undefined);
    const app = await startLimited({ limit: 1, legacyHeaders: false, store });
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': '60' } });
  });

  it('`requestPropertyName` is where the host finds the count', async () => {
    const counts: unknown[] = [];
    const app = await apps.start({
      rateLimit: { limit: 1, requestPropertyName: 'signupLimit' },
      before(host) {
        host.use((req, res, next) => {
          res.on('finish', () => counts.push((req as { signupLimit?: unknown }).signupLimit));
          next();
        });
      },
    });
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': /^(60|5\d)$/ } });
    expect(counts).toMatchObject([{ used: 1 }, { used: 2 }]);
  });

  it('`skipFailedRequests` gives a refusal back', async () => {
    const app = await startLimited({ limit: 1, skipFailedRequests: true });
    for (let index = 0; index < 3; index += 1) {
      expectFailure(await app.post(UNKNOWN_CLIENT), CLIENT_NOT_FOUND);
      await setImmediate();
    }
  });

  it('that are not given are as good as absent', async () => {
    const app = await startLimited({ limit: undefined as never, windowMs: undefined as never });
    expect(limitHeaders(await app.post(UNKNOWN_CLIENT)).limit).toBe('50');
  });
});

describe('rateLimit: false', () => {
  it('limits nobody and has no headers', async () => {
    const app = await apps.start({ rateLimit: false });
    const answers = await Promise.all(Array.from({ length: 60 }, () => app.post(UNKNOWN_CLIENT)));
    for (const answer of answers) {
      expectFailure(answer, CLIENT_NOT_FOUND);
      expect(limitHeaders(answer)).toEqual(NO_HEADERS);
    }
  });
});

describe('a store that fails', () => {
  function brokenStore(): Store {
    return {
      increment: () => Promise.reject(new Error('the store is down')),
      decrement() {},
      resetKey() {},
    };
  }

  let warnings: jest.SpiedFunction<typeof process.emitWarning>;
  beforeEach(() => {
    warnings = jest.spyOn(process, 'emitWarning').mockReturnValue();
  });
  afterEach(() => {
    warnings.mockRestore();
  });

  it('stops no sign-up, and is told once by a process warning with a code', async () => {
    const app = await startLimited({ store: brokenStore() });
    for (let index = 0; index < 3; index += 1) {
      const answer = await app.post(fresh());
      expect(answer.status).toBe(200);
      expect(limitHeaders(answer)).toEqual(NO_HEADERS);
    }
    expect(warnings.mock.calls).toEqual([
      [
        expect.stringMatching(/^Sign-up rate limit: .*store.* the store is down$/),
        {
          type: 'ExpressDbconnectionsWarning',
          code: 'EXPRESS_DBCONNECTIONS_RATE_LIMIT',
        },
      ],
    ]);
  });

  it('is told also when it fails with something that is no Error', async () => {
    const store = { ...brokenStore(), increment: () => Promise.reject('gone') };
    const app = await startLimited({ store });
    expect((await app.post(fresh())).status).toBe(200);
    expect(warnings.mock.calls).toEqual([
      [expect.stringMatching(/ gone$/), expect.objectContaining({ code: expect.any(String) })],
    ]);
  });

  it('is told even after a warning about the proxy', async () => {
    const app = await apps.start({ rateLimit: { store: brokenStore() } });
    for (let index = 0; index < 2; index += 1) {
      await postFrom(app, '192.0.2.1');
    }
    expect(warnings.mock.calls.map(([message]) => message)).toEqual([
      expect.stringMatching(/^Sign-up rate limit: .*X-Forwarded-For/),
      expect.stringMatching(/^Sign-up rate limit: .*the store is down$/),
    ]);
  });

  it('stops sign-ups when the host wants it so', async () => {
    const app = await startLimited({ store: brokenStore(), passOnStoreError: false });
    const answer = await app.post(fresh());
    expectFailure(answer, SERVER_ERROR);
    expect(app.errors).toEqual([
      expect.objectContaining({ cause: new Error('the store is down') }),
    ]);
    expect(await app.users.countDocuments()).toBe(0);
  });

  it('is told to a logger of the host’s instead', async () => {
    const logger = { error: jest.fn(), warn: jest.fn() };
    const app = await startLimited({ store: brokenStore(), logger });
    expect((await app.post(fresh())).status).toBe(200);
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(warnings).not.toHaveBeenCalled();
  });

  it('that hangs is a 503 in time', async () => {
    const store = { ...brokenStore(), increment: () => new Promise<never>(() => {}) };
    const app = await apps.start({ rateLimit: { store }, timeout: 50 });
    const answer = await app.post(fresh());
    expect(answer.status).toBe(503);
    expect(isSignupError(app.errors[0], 'temporarily_unavailable')).toBe(true);
    expect(await app.users.countDocuments()).toBe(0);
  });
});

it('a misuse is told by a process warning, never on the console', async () => {
  const emitWarning = jest.spyOn(process, 'emitWarning').mockReturnValue();
  const consoles = [jest.spyOn(console, 'error'), jest.spyOn(console, 'warn')];
  const app = await apps.start({ rateLimit: {} });
  await postFrom(app, '192.0.2.1');
  await postFrom(app, '192.0.2.1');
  expect(emitWarning).toHaveBeenCalledTimes(1);
  for (const spy of consoles) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
  emitWarning.mockRestore();
});
