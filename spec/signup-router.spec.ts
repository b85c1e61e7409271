import { setImmediate } from 'node:timers/promises';
import express, { type Express } from 'express';
import { type SignupRouter, signupErrorHandler, userModel } from 'express-dbconnections';
import mongoose from 'mongoose';
import request from 'supertest';
import { badRequest, expectFailure, sentence, UNAVAILABLE } from './support/expect-failure';
import { expectSuccess } from './support/expect-signup';
import { storedUsers } from './support/stored-users';
import { PATH, REQUEST, type SignupApp, useSignupApps } from './support/use-signup-apps';

const apps = useSignupApps();

function postTo({ url }: SignupApp, path: string, body: object = REQUEST) {
  return request(url).post(path).type('json').send(body);
}

const SHOWN = { shown: { email: REQUEST.email } };

describe('the route', () => {
  it.each<[string, string, (app: Express, router: SignupRouter) => void]>([
    ['at the root', '', (app, router) => app.use(router)],
    ['under a prefix', '/auth/v1', (app, router) => app.use('/auth/v1', router)],
    [
      'under a prefix with a parameter',
      '/tenants/acme',
      (app, router) => app.use('/tenants/:tenant', router),
    ],
    ['in an app of its own', '/api', (app, router) => app.use('/api', express().use(router))],
    [
      'in another router, which is case sensitive and strict',
      '/api',
      (app, router) =>
        app.use('/api', express.Router({ caseSensitive: true, strict: true }).use(router)),
    ],
  ])('is found %s: %s', async (_where, prefix, mount) => {
    const app = await apps.start({ mount });
    await expectSuccess(app, await postTo(app, prefix + PATH), SHOWN);
    const taken = await postTo(app, prefix + PATH);
    expectFailure(taken, badRequest('user_exists', 'The user already exists.'));
  });

  it.each([`${PATH}/`, '/DBConnections/SignUp', '/dbconnections/SIGNUP/', `${PATH}?a=b`])(
    'is found as %s as well',
    async (path) => {
      const app = await apps.start();
      await expectSuccess(app, await postTo(app, path), SHOWN);
    },
  );

  it.each([
    '/',
    '/dbconnections',
    `${PATH}/more`,
    `${PATH}s`,
    `/x${PATH}`,
    '//dbconnections//signup',
    '/dbconnections/sign%75p',
    '/dbconnections/change_password',
  ])('is not %s, which is left to the host', async (path) => {
    const app = await apps.start();
    app.app.use((_req, res) => {
      res.status(299).send('the host');
    });
    const answer = await postTo(app, path);
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 299, text: 'the host' });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(await storedUsers(app)).toEqual([]);
  });
});

describe('two routers in one app', () => {
  it('under two prefixes are independent', async () => {
    const other = await apps.start({ flags: {}, rateLimit: { limit: 1 } });
    const app = await apps.start({
      mount: (host, router) => host.use('/a', router).use('/b', other.router),
    });
    await expectSuccess(app, await postTo(app, `/a${PATH}`), SHOWN);
    await expectSuccess(other, await postTo(app, `/b${PATH}`), SHOWN);
    expectFailure(
      await postTo(app, `/a${PATH}`),
      badRequest('user_exists', 'The user already exists.'),
    );
    expect((await postTo(app, `/b${PATH}`)).status).toBe(429);
    await other.router.close();
    expect((await postTo(app, `/b${PATH}`)).status).toBe(503);
    expect((await postTo(app, `/a${PATH}`)).status).toBe(400);
  });

  it('at the same path: the first one responds', async () => {
    const other = await apps.start({ clients: [] });
    const app = await apps.start({ mount: (host, router) => host.use(other.router, router) });
    expectFailure(await app.post(REQUEST), sentence('client not found'));
  });

  it('may be the same one', async () => {
    const app = await apps.start({ mount: (host, router) => host.use(router).use('/b', router) });
    await expectSuccess(app, await app.post(REQUEST), SHOWN);
    expect((await postTo(app, `/b${PATH}`)).status).toBe(400);
  });
});

describe('signupErrorHandler()', () => {
  it('may be mounted in the app or beside the router', async () => {
    const app = await apps.start({
      mount(host, router) {
        host.use('/api', express().use(router, signupErrorHandler()));
      },
    });
    const answer = await postTo(app, `/api${PATH}`, {});
    expectFailure(answer, sentence('client_id is required'));
    expect(app.errors).toEqual([]);
  });

  it('may be mounted twice', async () => {
    const app = await apps.start({
      mount: (host, router) => host.use(router, signupErrorHandler(), signupErrorHandler()),
    });
    expectFailure(await app.post({}), sentence('client_id is required'));
  });
});

describe('in the host’s app', () => {
  it('does not affect other routes, their bodies and their errors', async () => {
    const app = await apps.start({
      mount(host, router) {
        host.use(router);
        host.post('/echo', express.json(), (req, res) => {
          res.json(req.body);
        });
        host.get('/fails', () => {
          throw Object.assign(new Error('own'), { status: 418 });
        });
      },
    });
    expect((await postTo(app, '/echo', { a: 1 })).text).toBe('{"a":1}');
    expect((await request(app.url).get('/fails')).status).toBe(418);
    expect(app.errors).toEqual([expect.objectContaining({ message: 'own' })]);
  });

  it('responds with JSON, whatever headers the host has set', async () => {
    const app = await apps.start({
      before(host) {
        host.use((_req, res, next) => {
          res.set({ 'Content-Type': 'text/html', 'Cache-Control': 'public, max-age=60' });
          next();
        });
      },
    });
    await expectSuccess(app, await app.post(REQUEST), SHOWN);
    expectFailure(await app.post({}), sentence('client_id is required'));
  });
});

describe('hasher', () => {
  it('verifies the stored hash, for the host’s own login', async () => {
    const app = await apps.start();
    await app.post(REQUEST);
    const [user] = await storedUsers(app);
    const { hasher } = app.router;
    expect(hasher).toBe(apps.hasher);
    expect(await hasher.verify(REQUEST.password, user?.password_hash ?? '')).toBe(true);
    expect(await hasher.verify('Abcdef1?', user?.password_hash ?? '')).toBe(false);
  });

  it('has cost 10 by default', async () => {
    const app = await apps.start({ hasher: undefined as never });
    await app.post(REQUEST);
    const [user] = await storedUsers(app);
    expect(user?.password_hash).toMatch(/^\$2b\$10\$/);
    expect(await app.router.hasher.verify(REQUEST.password, user?.password_hash ?? '')).toBe(true);
  });
});

describe('ready()', () => {
  it('resolves when the unique indexes exist and the hasher is ready', async () => {
    const users = apps.model();
    const ready = jest.fn(async () => undefined);
    const app = await apps.start({ users, hasher: { ...apps.hasher, ready } });
    await app.router.ready();
    expect(ready).toHaveBeenCalledTimes(1);
    const indexes = await users.collection.indexes();
    expect(indexes.filter(({ unique }) => unique).map(({ key }) => Object.keys(key))).toEqual([
      ['connection', 'email'],
      ['connection', 'username'],
    ]);
  });

  it('is optional: the first sign-ups wait for the indexes', async () => {
    const app = await apps.start({ users: apps.model() });
    const answers = await Promise.all([app.post(REQUEST), app.post(REQUEST), app.post(REQUEST)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('may be called several times', async () => {
    const { router } = await apps.start();
    await Promise.all([router.ready(), router.ready(), router.ready({})]);
  });

  it('rejects with the error of the hasher', async () => {
    const error = new Error('no threads');
    const app = await apps.start({
      users: apps.model(),
      hasher: { ...apps.hasher, ready: () => Promise.reject(error) },
    });
    await expect(app.router.ready()).rejects.toBe(error);
  });

  describe('while the database is unreachable', () => {
    const closed: mongoose.Connection[] = [];
    afterEach(() => Promise.all(closed.splice(0).map((connection) => connection.close())));

    function startWithout(): Promise<SignupApp> {
      const connection = mongoose.createConnection();
      closed.push(connection);
      return apps.start({ users: userModel(connection) });
    }

    it('retries, and sign-ups are rejected with 503', async () => {
      const app = await startWithout();
      const ready = app.router.ready().catch((reason: unknown) => reason);
      const answer = await app.post(REQUEST);
      expectFailure(answer, UNAVAILABLE);
      await app.router.close();
      expect(await ready).toMatchObject({ name: 'AbortError' });
    });

    it('ready({ signal }) rejects with the reason of the signal', async () => {
      const app = await startWithout();
      const stop = new AbortController();
      const reason = new Error('enough');
      const ready = app.router.ready({ signal: stop.signal });
      stop.abort(reason);
      await expect(ready).rejects.toBe(reason);
    });

    it('ready({ signal }) rejects at once when the signal is already aborted', async () => {
      const app = await startWithout();
      const reason = new Error('enough');
      const ready = app.router.ready({ signal: AbortSignal.abort(reason) });
      await expect(ready).rejects.toBe(reason);
      // Closing ends the attempts; an unhandled rejection would fail the spec.
      await app.router.close();
      await setImmediate();
    });
  });

  it('ready({ signal }) ignores the signal once it has resolved', async () => {
    const app = await apps.start();
    const stop = new AbortController();
    await app.router.ready({ signal: stop.signal });
    stop.abort(new Error('late'));
    await setImmediate();
  });
});
