import { type ClientResolver, TemporarilyUnavailableError } from 'express-dbconnections';
import request, { type Response, type Test } from 'supertest';
import {
  badRequest,
  expectFailure,
  protocolFailure,
  sentence,
  UNAVAILABLE,
} from '../support/expect-failure';
import { expectSuccess } from '../support/expect-signup';
import { rawRequest, signupText } from '../support/raw-request';
import { PATH, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const APP = 'https://app.example.com';
const OTHER = 'https://other.example';
const EVIL = 'https://evil.example';
const EXPOSED = 'X-RateLimit-Limit,X-RateLimit-Remaining,X-RateLimit-Reset,Retry-After';

const apps = useSignupApps();

/** What Chromium sends before a sign-up of auth0.js 8 or later. */
function preflight({ url }: SignupApp, origin: string): Test {
  return request(url)
    .options(PATH)
    .set('Origin', origin)
    .set('Access-Control-Request-Method', 'POST')
    .set('Access-Control-Request-Headers', 'auth0-client,content-type');
}

function post(app: SignupApp, origin: string, body: object | string = REQUEST): Test {
  return app.post(body).set('Origin', origin);
}

function allowedOrigin({ headers }: Response): string | undefined {
  return headers['access-control-allow-origin'];
}

function refused(origin: string) {
  return protocolFailure(403, 'access_denied', `Origin ${origin} is not allowed.`);
}

/** Two clients with origins of their own; both may use the connection. */
const TWO_CLIENTS = {
  clients: [
    { client_id: 'CID', allowed_origins: [APP] },
    { client_id: 'B', allowed_origins: [OTHER] },
  ],
};

function expectPreflight(answer: Response, origin: string | undefined): void {
  expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: '' });
  expect(allowedOrigin(answer)).toBe(origin);
  expect(answer.headers.vary).toMatch(/\bOrigin\b/);
  expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
}

describe('a client without allowed_origins', () => {
  const app = apps.share();

  it('accepts pages of every origin', async () => {
    for (const origin of [APP, EVIL, 'null', 'http://localhost:3000', 'capacitor://localhost']) {
      expectPreflight(await preflight(app(), origin), '*');
      const answer = await post(app(), origin);
      expect(allowedOrigin(answer)).toBe('*');
      await expectSuccess(app(), answer, { shown: { email: REQUEST.email } });
      await app().users.deleteMany({});
    }
  });

  it('has a preflight response with method, headers and max-age', async () => {
    const { headers } = await preflight(app(), APP);
    expect(headers).toMatchObject({
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Content-Type,Auth0-Client,X-Request-Language',
      'access-control-max-age': '600',
      'content-length': '0',
    });
  });

  it('responds to OPTIONS without an Origin as well', async () => {
    expectPreflight(await request(app().url).options(PATH), '*');
  });

  it('sets the headers for requests without an Origin, too', async () => {
    const answer = await app().post({});
    expect(allowedOrigin(answer)).toBe('*');
    expect(answer.headers['access-control-expose-headers']).toBe(EXPOSED);
    expect(answer.headers.vary).toMatch(/\bOrigin\b/);
  });
});

describe('every response has the headers', () => {
  const app = apps.share({ ...TWO_CLIENTS, rateLimit: { limit: 3 } });
  const json = () => request(app().url).post(PATH).set('Origin', APP).type('json');

  it.each<[number, string, () => Test]>([
    [200, 'a success', () => json().send(REQUEST)],
    [400, 'a refusal', () => json().send(REQUEST)],
    [400, 'an error in a field', () => json().send({})],
    [400, 'a body that cannot be read', () => json().send('{')],
    [403, 'an origin of another client', () => json().send({ ...REQUEST, client_id: 'B' })],
    [405, 'another method', () => request(app().url).put(PATH).set('Origin', APP)],
    [405, 'HEAD', () => request(app().url).head(PATH).set('Origin', APP)],
    [413, 'too much', () => json().send({ junk: 'x'.repeat(200_000) })],
    [415, 'another type', () => json().type('text').send('x')],
    [400, 'a refusal that is the third to count', () => json().send(REQUEST)],
    [429, 'too many', () => json().send(REQUEST)],
  ])('%d, %s', async (status, _what, send) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(allowedOrigin(answer)).toBe(APP);
    expect(answer.headers['access-control-expose-headers']).toBe(EXPOSED);
    expect(answer.headers.vary).toMatch(/\bOrigin\b/);
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it.each([
    ['500', new Error('unforeseen'), 500],
    ['503', new TemporarilyUnavailableError(), 503],
  ])('%s', async (_what, error, status) => {
    const broken = await apps.start({
      ...TWO_CLIENTS,
      hasher: { ...apps.hasher, hash: () => Promise.reject(error), close: async () => {} },
    });
    const answer = await post(broken, APP);
    expect(answer.status).toBe(status);
    expect(allowedOrigin(answer)).toBe(APP);
  });
});

describe('clients with allowed_origins', () => {
  const app = apps.share(TWO_CLIENTS);

  it('have a preflight response for the origins of all clients, because it names no client', async () => {
    expectPreflight(await preflight(app(), APP), APP);
    expectPreflight(await preflight(app(), OTHER), OTHER);
    expectPreflight(await preflight(app(), EVIL), undefined);
    expectPreflight(await request(app().url).options(PATH), undefined);
  });

  it('accept a POST from their own origins', async () => {
    const answer = await post(app(), APP);
    expect(allowedOrigin(answer)).toBe(APP);
    await expectSuccess(app(), answer, { shown: { email: REQUEST.email } });
    await app().users.deleteMany({});
  });

  it('refuse a POST from an origin of another client, which may read the response', async () => {
    const answer = await post(app(), OTHER);
    expectFailure(answer, refused(OTHER));
    expect(allowedOrigin(answer)).toBe(OTHER);
    expect(await app().users.countDocuments()).toBe(0);
  });

  it('refuse a POST from an unknown origin, which may not read the response', async () => {
    const answer = await post(app(), EVIL);
    expectFailure(answer, refused(EVIL));
    expect(allowedOrigin(answer)).toBeUndefined();
    expect(await app().users.countDocuments()).toBe(0);
  });

  it('refuse a form, which has no preflight, and store nothing', async () => {
    const answer = await request(app().url)
      .post(PATH)
      .set('Origin', EVIL)
      .type('form')
      .send(new URLSearchParams(REQUEST).toString());
    expectFailure(answer, refused(EVIL));
    expect(await app().users.countDocuments()).toBe(0);
  });

  it.each([
    'null',
    'https://APP.example.com',
    `${APP}/`,
    `${APP}:443`,
    `${APP}.evil.example`,
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://xapp.example.com',
    `${APP} `,
    `${APP}, ${EVIL}`,
    '*',
  ])('compare origins exactly: refuse %j', async (origin) => {
    const seen = origin.trim();
    const answer = await post(app(), origin);
    if (seen === APP) {
      expect(answer.status).toBe(200);
      await app().users.deleteMany({});
    } else {
      expectFailure(answer, refused(seen));
      expect(allowedOrigin(answer)).toBeUndefined();
      expectPreflight(await preflight(app(), origin), undefined);
    }
  });

  it('accept requests without an Origin', async () => {
    const answer = await app().post(REQUEST);
    expect(allowedOrigin(answer)).toBeUndefined();
    await expectSuccess(app(), answer, { shown: { email: REQUEST.email } });
    await app().users.deleteMany({});
  });

  it('are checked after the client and before the connection', async () => {
    expectFailure(await post(app(), EVIL, { ...REQUEST, connection: 'X' }), refused(EVIL));
    const unknown = await post(app(), EVIL, { ...REQUEST, client_id: 'X' });
    expectFailure(unknown, sentence('client not found'));
    const wrong = await post(app(), EVIL, { ...REQUEST, email: 'nope' });
    expectFailure(wrong, sentence('invalid email address'));
  });
});

it('allows every origin in headers if one client does, and still checks the other client’s own', async () => {
  const app = await apps.start({
    clients: [{ client_id: 'CID', allowed_origins: [APP] }, { client_id: 'B' }],
  });
  expectPreflight(await preflight(app, EVIL), '*');
  const answer = await post(app, EVIL);
  expectFailure(answer, refused(EVIL));
  expect(allowedOrigin(answer)).toBe('*');
});

it('an Origin with control characters cannot add a line to the host’s log', async () => {
  const app = await apps.start(TWO_CLIENTS);
  const head = signupText(REQUEST).replace('Host:', 'Origin: https://\u009b2J\u0085\r\nHost:');
  const client = await rawRequest(app, Buffer.from(head, 'latin1'));
  expect(await client.response()).toMatch(/^HTTP\/1\.1 403 /);
  expect((app.errors[0] as Error).message).not.toMatch(/\p{Cc}/u);
});

it('an empty list allows none', async () => {
  const app = await apps.start({ clients: [{ client_id: 'CID', allowed_origins: [] }] });
  expectPreflight(await preflight(app, APP), undefined);
  expectFailure(await post(app, APP), refused(APP));
  expect((await app.post(REQUEST)).status).toBe(200);
});

it('an empty list of clients allows none', async () => {
  const app = await apps.start({ clients: [] });
  expectPreflight(await preflight(app, APP), undefined);
  expectFailure(await post(app, APP), sentence('client not found'));
});

it('the origins of callbacks are allowed along with the list', async () => {
  const app = await apps.start({
    clients: [
      {
        client_id: 'CID',
        allowed_origins: [],
        callbacks: ['https://cb.example.com/after?x=1', 'http://localhost:3000', 'com.app:/cb'],
      },
    ],
  });
  expectPreflight(await preflight(app, 'https://cb.example.com'), 'https://cb.example.com');
  expectPreflight(await preflight(app, 'http://localhost:3000'), 'http://localhost:3000');
  expectPreflight(await preflight(app, 'com.app:'), undefined);
  expect((await post(app, 'https://cb.example.com')).status).toBe(200);
});

describe('a wildcard', () => {
  const app = apps.share({
    clients: [
      { client_id: 'CID', allowed_origins: ['https://*.example.com', 'http://*.dev:3000'] },
    ],
  });

  it.each(['https://a.example.com', 'https://a.b.example.com', 'http://x.dev:3000'])(
    'allows %s',
    async (origin) => {
      expectPreflight(await preflight(app(), origin), origin);
      expect((await post(app(), origin)).status).toBe(200);
      await app().users.deleteMany({});
    },
  );

  it.each([
    'https://example.com',
    'http://a.example.com',
    'https://a.example.com:8443',
    'https://evilexample.com',
    'https://a.example.com.evil.example',
    'https://evil.example/.example.com',
    'https://evil.example#.example.com',
    'https://.example.com',
    'https://a..example.com',
    'http://x.dev',
  ])('does not allow %s', async (origin) => {
    expectPreflight(await preflight(app(), origin), undefined);
    expectFailure(await post(app(), origin), refused(origin));
  });
});

describe('cors: false', () => {
  const app = apps.share({
    ...TWO_CLIENTS,
    cors: false,
    mount(host, router) {
      host.use(router);
      host.options(/.*/, (_req, res) => {
        res.set('Access-Control-Allow-Origin', 'the host').status(299).end();
      });
    },
  });

  it('leaves OPTIONS to the host', async () => {
    const answer = await preflight(app(), APP);
    expect(answer.status).toBe(299);
    expect(allowedOrigin(answer)).toBe('the host');
  });

  it('sets no headers', async () => {
    for (const body of [REQUEST, REQUEST, {}, '{']) {
      const { headers } = await post(app(), APP, body);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers).not.toHaveProperty('vary');
    }
    await app().users.deleteMany({});
  });

  it('still refuses foreign origins, and stores nothing', async () => {
    expectFailure(await post(app(), EVIL), refused(EVIL));
    expectFailure(await post(app(), OTHER), refused(OTHER));
    expect(await app().users.countDocuments()).toBe(0);
  });

  it('does not respond to OPTIONS if the host does not', async () => {
    const alone = await apps.start({ cors: false });
    const answer = await preflight(alone, APP);
    expect(answer.status).toBe(404);
    expect(allowedOrigin(answer)).toBeUndefined();
    expect(alone.errors).toEqual([]);
  });
});

describe('a resolver of clients', () => {
  function withDirectory(directory: Partial<ClientResolver>, timeout = 8000) {
    return apps.start({
      timeout,
      clients: {
        find: () => ({ client_id: 'CID', allowed_origins: [APP] }),
        allowsOrigin: (origin) => origin === APP,
        ...directory,
      },
    });
  }

  it.each<[string, ClientResolver['allowsOrigin']]>([
    ['at once', (origin) => origin === APP],
    ['later', async (origin) => origin === APP],
  ])('is called, and may return %s', async (_how, allowsOrigin) => {
    const app = await withDirectory({ allowsOrigin });
    expectPreflight(await preflight(app, APP), APP);
    expectPreflight(await preflight(app, EVIL), undefined);
    expect(allowedOrigin(await post(app, APP))).toBe(APP);
    expectFailure(await post(app, EVIL), refused(EVIL));
  });

  it('is not called without an Origin', async () => {
    const allowsOrigin = jest.fn(() => true);
    const app = await withDirectory({ allowsOrigin });
    expectPreflight(await request(app.url).options(PATH), undefined);
    await app.post(REQUEST);
    expect(allowsOrigin).not.toHaveBeenCalled();
  });

  it('gets the origin, a signal, and its own `this`', async () => {
    class Directory implements ClientResolver {
      readonly origins: string[] = [];
      readonly signals: unknown[] = [];
      find() {
        return { client_id: 'CID' };
      }
      allowsOrigin(origin: string, { signal }: { signal: AbortSignal }) {
        this.origins.push(origin);
        this.signals.push(signal);
        return true;
      }
    }
    const directory = new Directory();
    const app = await apps.start({ clients: directory });
    await preflight(app, APP);
    expect(directory.origins).toEqual([APP]);
    expect(directory.signals).toEqual([expect.any(AbortSignal)]);
  });

  it.each<[string, () => boolean | Promise<boolean>]>([
    [
      'throws',
      () => {
        throw new Error('canary');
      },
    ],
    ['rejects', () => Promise.reject(new Error('canary'))],
  ])('that %s leads to a 503', async (_how, allowsOrigin) => {
    const app = await withDirectory({ allowsOrigin });
    for (const answer of [await preflight(app, APP), await post(app, APP)]) {
      expectFailure(answer, UNAVAILABLE);
      expect(answer.headers.vary).toMatch(/\bOrigin\b/);
    }
    expect(app.errors).toEqual([
      expect.objectContaining({ cause: new Error('canary') }),
      expect.objectContaining({ cause: new Error('canary') }),
    ]);
    expect(await app.users.countDocuments()).toBe(0);
  });

  it('may throw a 503 with its own Retry-After', async () => {
    const down = new TemporarilyUnavailableError({ retryAfter: 17 });
    const app = await withDirectory({ allowsOrigin: () => Promise.reject(down) });
    const answer = await preflight(app, APP);
    expectFailure(answer, { ...UNAVAILABLE, headers: { 'retry-after': '17' } });
  });

  it('that hangs gets an aborted signal, and the preflight a 503 in time', async () => {
    const signals: AbortSignal[] = [];
    const app = await withDirectory(
      {
        allowsOrigin: (_origin, { signal }) => {
          signals.push(signal);
          return new Promise(() => {});
        },
      },
      50,
    );
    expectFailure(await preflight(app, APP), UNAVAILABLE);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });
});

it('leaves the host’s other routes alone', async () => {
  const app = await apps.start({
    mount(host, router) {
      host.use(router);
      host.get('/', (_req, res) => {
        res.send('home');
      });
    },
  });
  const { headers, text } = await request(app.url).get('/').set('Origin', EVIL);
  expect(text).toBe('home');
  expect(headers).not.toHaveProperty('access-control-allow-origin');
  expect(headers).not.toHaveProperty('vary');
});

it('adds to the Vary of the host', async () => {
  const app = await apps.start({
    before(host) {
      host.use((_req, res, next) => {
        res.vary('Accept-Encoding');
        next();
      });
    },
  });
  expect((await app.post({})).headers.vary).toBe('Accept-Encoding, Origin');
});

it('a page of an allowed origin may read that an address is taken', async () => {
  const app = await apps.start(TWO_CLIENTS);
  await post(app, APP);
  const answer = await post(app, APP);
  expectFailure(answer, badRequest('user_exists', 'The user already exists.'));
  expect(allowedOrigin(answer)).toBe(APP);
});
