import type { Express } from 'express';
import { isSignupError, type SignupRateLimit } from 'express-dbconnections';
import { MemoryStore, type Store } from 'express-rate-limit';
import request, { type Response, type Test } from 'supertest';
import { expectFailure, SERVER_ERROR, sentence, TOO_MANY_SIGNUPS } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { rawRequest, signupText } from '../support/raw-request';
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
  it('accepts 50 sign-ups a minute, and refuses the 51st', async () => {
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

  it('writes the names of the headers in lower case', async () => {
    const app = await apps.start({ rateLimit: { limit: 1 } });
    await app.post(UNKNOWN_CLIENT);
    const answer = await (await rawRequest(app, signupText(UNKNOWN_CLIENT))).response();
    for (const name of ['limit', 'remaining', 'reset']) {
      expect(answer).toMatch(new RegExp(`\\r\\nx-ratelimit-${name}: \\d+\\r\\n`));
    }
    expect(answer).toMatch(/\r\nretry-after: \d+\r\n/);
  });

  it('sets the legacy headers and no others', async () => {
    const app = await startLimited({});
    const names = Object.keys((await app.post(UNKNOWN_CLIENT)).headers);
    expect(names.filter((name) => name.includes('ratelimit')).sort()).toEqual([
      'x-ratelimit-limit',
      'x-ratelimit-remaining',
      'x-ratelimit-reset',
    ]);
  });
});

describe('the count', () => {
  it('does not include a malformed request, whose response has no headers', async () => {
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
  ])('includes a refusal for %s', async (_what, body) => {
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

  it('does not depend on the spelling of the path', async () => {
    const app = await startLimited({ limit: 1 });
    await app.post(UNKNOWN_CLIENT);
    for (const path of [`${PATH}/`, PATH.toUpperCase(), `${PATH}?x=1`]) {
      const answer = await request(app.url).post(path).type('json').send(UNKNOWN_CLIENT);
      expectFailure(answer, TOO_MANY_SIGNUPS);
    }
  });

  it('does not depend on the body', async () => {
    const app = await startLimited({ limit: 1 });
    await app.post(fresh());
    expectFailure(await app.post({ ...fresh(), client_id: 'other' }), TOO_MANY_SIGNUPS);
  });

  it('does not include a request of a page whose origin the client does not allow', async () => {
    const client = { client_id: 'CID', allowed_origins: ['https://app.example.com'] };
    const app = await apps.start({ rateLimit: { limit: 2 }, clients: [client] });
    for (let index = 0; index < 5; index += 1) {
      const answer = await app.post(fresh()).set('Origin', 'https://evil.example');
      expect(answer.status).toBe(403);
    }
    expect((await app.post(fresh())).status).toBe(200);
    expect((await app.post(fresh())).status).toBe(200);
    expectFailure(await app.post(fresh()), TOO_MANY_SIGNUPS);
  });

  it.each<[string, SignupRateLimit]>([
    ['is skipped', { skip: () => true }],
    ['cannot be uncounted', { store: failingToDecrement() }],
    ['has no limit', false as never],
  ])('does not change the refusal of such a page that %s', async (_what, rateLimit) => {
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const client = { client_id: 'CID', allowed_origins: ['https://app.example.com'] };
    const app = await apps.start({ rateLimit, clients: [client] });
    const answer = await app.post(fresh()).set('Origin', 'https://evil.example');
    expect(answer.status).toBe(403);
    expect(warnings.mock.calls.map(([text]) => text)).toEqual(
      'store' in Object(rateLimit) ? ['Sign-up rate limit:  no decrement'] : [],
    );
    warnings.mockRestore();
  });

  function failingToDecrement(): Store {
    return {
      increment: () => ({ totalHits: 1, resetTime: undefined }),
      decrement() {
        throw new Error('no decrement');
      },
      resetKey() {},
    };
  }

  it('is separate for each router', async () => {
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

  it('is a /64 of IPv6: changing the last 64 bits does not help', async () => {
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

  it('is a wider network if the host sets one', async () => {
    const app = await startLimited({ limit: 1, ipv6Subnet: 48 });
    expectFailure(await postFrom(app, '2001:db8:0:1::1'), CLIENT_NOT_FOUND);
    expectFailure(await postFrom(app, '2001:db8:0:2::1'), TOO_MANY_SIGNUPS);
    expectFailure(await postFrom(app, '2001:db8:1:2::1'), CLIENT_NOT_FOUND);
  });

  it.each([
    ['192.0.2.1', '192.0.2.1:50000', '192.0.2.1:50001', '[::ffff:192.0.2.1]:50000'],
    ['2001:db8::1', '[2001:db8::1]:50000', '[2001:db8::1]', '[2001:db8::2%eth0]:50001'],
    ['fe80::1', 'fe80::1%eth0', 'fe80::2%eth1'],
  ])('is %s, whatever port or zone a proxy adds', async (address, ...same) => {
    const warnings = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const app = await startLimited({ limit: 1 });
    expectFailure(await postFrom(app, address), CLIENT_NOT_FOUND);
    for (const ip of same) {
      expectFailure(await postFrom(app, ip), TOO_MANY_SIGNUPS);
    }
    expect(warnings).not.toHaveBeenCalled();
    warnings.mockRestore();
  });

  it('is an address that an adapter has set, which stays as it was', async () => {
    const seen: unknown[] = [];
    const app = await apps.start({
      rateLimit: { limit: 1, validate: false },
      before(host) {
        host.use((req, res, next) => {
          Object.defineProperty(req, 'ip', {
            value: `192.0.2.1:${50_000 + seen.length}`,
            configurable: true,
          });
          res.on('finish', () => seen.push(req.ip));
          next();
        });
      },
    });
    expectFailure(await app.post(UNKNOWN_CLIENT), CLIENT_NOT_FOUND);
    expectFailure(await app.post(UNKNOWN_CLIENT), TOO_MANY_SIGNUPS);
    expect(seen).toEqual(['192.0.2.1:50000', '192.0.2.1:50001']);
  });

  it('is not taken from a header, unless the host trusts its proxy', async () => {
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

  it('`skip` exempts an allow-list', async () => {
    const app = await startLimited({ limit: 1, skip: ({ ip }) => ip === '192.0.2.7' });
    for (let index = 0; index < 5; index += 1) {
      const answer = await postFrom(app, '192.0.2.7');
      expectFailure(answer, CLIENT_NOT_FOUND);
      expect(limitHeaders(answer)).toEqual(NO_HEADERS);
    }
    await postFrom(app, '192.0.2.8');
    expectFailure(await postFrom(app, '192.0.2.8'), TOO_MANY_SIGNUPS);
  });

  it('`keyGenerator` replaces the address', async () => {
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

  it('a store without a reset time leads to a Retry-After of a whole window', async () => {
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

  it('a window that is over leads to a Retry-After of a second', async () => {
    const store = storeOf(new Date(0));
    const app = await startLimited({ limit: 1, store });
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': '1' } });
  });

  it('`windowMs` sets the length of the window', async () => {
    const app = await startLimited({ limit: 1, windowMs: 3_600_000 });
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': /^3(600|59\d)$/ } });
  });

  it('`retryAfter` sets the Retry-After', async () => {
    const app = await startLimited({ limit: 1, retryAfter: 120 });
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': '120' } });
  });

  it.each<[string, unknown, RegExp]>([
    ['a Date', () => new Date(Date.now() + 90_000), /^(90|89)$/],
    ['an HTTP date', () => new Date(Date.now() + 90_000).toUTCString(), /^(90|8\d)$/],
    ['a fraction', () => 1.5, /^2$/],
    ['nonsense', () => 'soon', /^(60|5\d)$/],
  ])('`retryAfter` may return %s', async (_what, retryAfter, expected) => {
    const app = await startLimited({ limit: 1, retryAfter } as SignupRateLimit);
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': expected } });
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

  it('a 429 has a Retry-After even without rate-limit headers', async () => {
    const app = await startLimited({ limit: 1, legacyHeaders: false });
    await app.post(UNKNOWN_CLIENT);
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': /^(60|5\d)$/ } });
  });

  it('a Retry-After without headers and without a reset time is a minute', async () => {
    const store = storeOf(undefined);
    const app = await startLimited({ limit: 1, legacyHeaders: false, store });
    const answer = await app.post(UNKNOWN_CLIENT);
    expectFailure(answer, { ...TOO_MANY_SIGNUPS, headers: { 'retry-after': '60' } });
  });

  it('`requestPropertyName` names the property with the count', async () => {
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

  it('that are undefined count as absent', async () => {
    const app = await startLimited({ limit: undefined as never, windowMs: undefined as never });
    expect(limitHeaders(await app.post(UNKNOWN_CLIENT)).limit).toBe('50');
  });
});

describe('rateLimit: false', () => {
  it('limits nothing and sets no headers', async () => {
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

  it('blocks no sign-up, and is reported once by a process warning with a code', async () => {
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

  it('is reported too if the reason is not an Error', async () => {
    const store = { ...brokenStore(), increment: () => Promise.reject('gone') };
    const app = await startLimited({ store });
    expect((await app.post(fresh())).status).toBe(200);
    expect(warnings.mock.calls).toEqual([
      [expect.stringMatching(/ gone$/), expect.objectContaining({ code: expect.any(String) })],
    ]);
  });

  it('is reported even after a warning about the proxy', async () => {
    const app = await apps.start({ rateLimit: { store: brokenStore() } });
    for (let index = 0; index < 2; index += 1) {
      await postFrom(app, '192.0.2.1');
    }
    expect(warnings.mock.calls.map(([message]) => message)).toEqual([
      expect.stringMatching(/^Sign-up rate limit: .*X-Forwarded-For/),
      expect.stringMatching(/^Sign-up rate limit: .*the store is down$/),
    ]);
  });

  it('blocks sign-ups with passOnStoreError: false', async () => {
    const app = await startLimited({ store: brokenStore(), passOnStoreError: false });
    const answer = await app.post(fresh());
    expectFailure(answer, SERVER_ERROR);
    expect(app.errors).toEqual([
      expect.objectContaining({ cause: new Error('the store is down') }),
    ]);
    expect(await app.users.countDocuments()).toBe(0);
  });

  it('is reported to the host’s logger instead', async () => {
    const logger = { error: jest.fn(), warn: jest.fn() };
    const app = await startLimited({ store: brokenStore(), logger });
    expect((await app.post(fresh())).status).toBe(200);
    expect(logger.error).toHaveBeenCalledTimes(1);
    expect(warnings).not.toHaveBeenCalled();
  });

  it('that hangs leads to a 503 in time', async () => {
    const store = { ...brokenStore(), increment: () => new Promise<never>(() => {}) };
    const app = await apps.start({ rateLimit: { store }, timeout: 50 });
    const answer = await app.post(fresh());
    expect(answer.status).toBe(503);
    expect(isSignupError(app.errors[0], 'temporarily_unavailable')).toBe(true);
    expect(await app.users.countDocuments()).toBe(0);
  });
});

it('a misuse is reported by a process warning, never on the console', async () => {
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
