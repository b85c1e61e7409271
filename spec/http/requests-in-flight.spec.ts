import { once } from 'node:events';
import type { Response } from 'express';
import { bcryptHasher, TemporarilyUnavailableError } from 'express-dbconnections';
import request from 'supertest';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { heldHasher } from '../support/held-hasher';
import { rawRequest, signupHead, signupText } from '../support/raw-request';
import { storedUsers } from '../support/stored-users';
import { PATH, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

/** A sign-up whose connection stays open, as those of browsers do. */
function keptAlive(body: object): string {
  return signupText(body).replace('Connection: close', 'Connection: keep-alive');
}

/** A sign-up that is being hashed, and its response. */
async function inTheMiddle(app: SignupApp, hasher: ReturnType<typeof heldHasher>) {
  const begun = hasher.begun();
  const answer = app.post(REQUEST).then((response) => response);
  return { signal: await begun, answer };
}

/** Whether `promise` is still pending after all pending callbacks have run. */
async function isPending(promise: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  const turn = new Promise((resolve) => setImmediate(() => resolve(pending)));
  return (await Promise.race([promise, turn])) === pending;
}

describe('close()', () => {
  it('waits for a sign-up that has begun, which is stored and gets its response', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const { answer, signal } = await inTheMiddle(app, hasher);

    const closed = app.router.close();
    expect(await isPending(closed)).toBe(true);
    expect(signal.aborted).toBe(false);

    hasher.release();
    expect((await answer).status).toBe(200);
    await closed;
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('refuses new sign-ups meanwhile and afterwards, and closes their connections', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const { answer } = await inTheMiddle(app, hasher);
    const closed = app.router.close();
    expectFailure(await app.post({ ...REQUEST, email: 'b@example.com' }), UNAVAILABLE);

    hasher.release();
    await Promise.all([answer, closed]);
    expectFailure(await app.post({ ...REQUEST, email: 'c@example.com' }), UNAVAILABLE);

    // The server closes this connection, not the client.
    const refused = await (await rawRequest(app, keptAlive(REQUEST))).response();
    expect(refused).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused).toMatch(/\r\nConnection: close\r\n/);
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('refuses new sign-ups without reading their bodies', async () => {
    const app = await apps.start();
    await app.router.close();
    expectFailure(await app.post('{'), UNAVAILABLE);
    expectFailure(await app.post({ junk: 'x'.repeat(200_000) }), UNAVAILABLE);
    expectFailure(await request(app.url).post(PATH).type('text').send('x'), UNAVAILABLE);
  });

  it('resolves at once without requests in flight, also after sign-ups', async () => {
    const app = await apps.start();
    await app.post(REQUEST);
    await app.post(REQUEST);
    await app.post('{');
    await app.router.close();
  });

  it('may be called several times', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const { answer } = await inTheMiddle(app, hasher);
    const [first, second] = [app.router.close(), app.router.close()];
    expect(await isPending(first)).toBe(true);
    expect(await isPending(second)).toBe(true);
    hasher.release();
    await answer;
    await Promise.all([first, second, app.router.close()]);
  });

  it('does not wait for a sign-up whose client has disconnected', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const begun = hasher.begun();
    const client = await rawRequest(app, signupText(REQUEST));
    await begun;
    const closed = app.router.close();
    expect(await isPending(closed)).toBe(true);
    await client.leave();
    await closed;
  });

  it('waits for several, until the last one', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const one = await inTheMiddle(app, hasher);
    const begun = hasher.begun();
    const other = await rawRequest(app, signupText({ ...REQUEST, email: 'b@example.com' }));
    await begun;
    const closed = app.router.close();
    await other.leave();
    expect(await isPending(closed)).toBe(true);
    hasher.release();
    await one.answer;
    await closed;
  });
});

describe('pipelined sign-ups', () => {
  const three = (app: SignupApp, bodies = ['a', 'b', 'c']) =>
    rawRequest(
      app,
      bodies.map((name) => keptAlive({ ...REQUEST, email: `${name}@example.com` })).join(''),
    );

  it('are all aborted when their client disconnects', async () => {
    const signals: AbortSignal[] = [];
    let begun = () => {};
    const allBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const hasher = fakeHasher(({ signal }) => {
      signals.push(signal as AbortSignal);
      if (signals.length === 3) {
        begun();
      }
      return once(signal as AbortSignal, 'abort');
    });
    const app = await apps.start({ hasher });
    const sender = await three(app);
    await allBegun;

    await sender.leave();
    await app.router.close();

    expect(signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
    expect(await storedUsers(app)).toEqual([]);
    expect(app.errors).toEqual([]);
  });

  it('do not wait for ever for a response of the host in front of them', async () => {
    const hasher = heldHasher();
    const begun = hasher.begun();
    const app = await apps.start({
      hasher,
      before(host) {
        host.get('/never', () => undefined);
      },
    });
    const sender = await rawRequest(
      app,
      `GET /never HTTP/1.1\r\nHost: localhost\r\n\r\n${keptAlive(REQUEST)}`,
    );
    await begun;

    await app.router.close({ timeout: 10 });

    expect(await sender.response()).toBe('');
    expect(await storedUsers(app)).toEqual([]);
  });
});

describe('close({ timeout })', () => {
  it('may shorten an earlier close()', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const { answer } = await inTheMiddle(app, hasher);

    const closed = app.router.close();
    await app.router.close({ timeout: 10 });

    expectFailure(await answer, UNAVAILABLE);
    await closed;
  });

  it('responds with a 503 to the sign-ups that are left', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const { answer, signal } = await inTheMiddle(app, hasher);
    await app.router.close({ timeout: 20 });
    expectFailure(await answer, UNAVAILABLE);
    expect(signal.reason).toBeInstanceOf(TemporarilyUnavailableError);
    expect(signal.reason.reason).toBe('closing');
    expect(app.errors).toEqual([signal.reason]);

    hasher.release();
    expect(await storedUsers(app)).toEqual([]);
  });

  it('closes their connections as well', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const begun = hasher.begun();
    const client = await rawRequest(app, keptAlive(REQUEST));
    await begun;
    await app.router.close({ timeout: 1 });
    const answer = await client.response();
    expect(answer).toMatch(/^HTTP\/1\.1 503 /);
    expect(answer).toMatch(/\r\nConnection: close\r\n/);
  });

  it('does not affect a sign-up that ends before', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const { answer, signal } = await inTheMiddle(app, hasher);
    const closed = app.router.close({ timeout: 60_000 });
    expect(signal.aborted).toBe(false);
    hasher.release();
    expect((await answer).status).toBe(200);
    await closed;
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('does not wait for a body that never comes', async () => {
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const app = await apps.start({
      before(host) {
        host.use((_req, _res, next) => {
          next();
          arrive();
        });
      },
    });
    const client = await rawRequest(app, `${signupHead(500)}{"client_id":`);
    await arrived;
    await app.router.close({ timeout: 1 });
    expect(await client.response()).toMatch(/^HTTP\/1\.1 503 /);
    expect(await storedUsers(app)).toEqual([]);
  });
});

it('close({ timeout }) ends a response that the host has begun and never finishes', async () => {
  const hasher = heldHasher();
  const begun = hasher.begun();
  const responses: Response[] = [];
  const app = await apps.start({
    hasher,
    before(host) {
      host.use((_req, res, next) => {
        responses.push(res);
        next();
      });
    },
  });
  const client = await rawRequest(app, signupText(REQUEST));
  await begun;
  responses[0]?.write('the host’s own');
  await app.router.close({ timeout: 1 });
  expect(await client.response()).toMatch(/^HTTP\/1\.1 200 /);
  expect(await storedUsers(app)).toEqual([]);
});

describe('the hasher', () => {
  it('of the router is closed, after the last sign-up', async () => {
    const app = await apps.start({ hasher: undefined as never });
    const { hasher } = app.router;
    const pending = app.post(REQUEST).then((answer) => answer);
    await once(app.server, 'request');
    await app.router.close();
    expect((await pending).status).toBe(200);
    await expect(hasher.hash('Abcdef1!')).rejects.toThrow(TemporarilyUnavailableError);
    await app.router.close();
  });

  it('of the host is not closed', async () => {
    const hasher = bcryptHasher({ rounds: 4, threads: 1 });
    const close = jest.spyOn(hasher, 'close');
    const app = await apps.start({ hasher });
    await app.router.close();
    expect(close).not.toHaveBeenCalled();
    expect(await hasher.verify('x', await hasher.hash('x'))).toBe(true);
    await hasher.close?.();
  });
});
