import { EventEmitter, once } from 'node:events';
import express, { type RequestHandler } from 'express';
import {
  InvalidRequestError,
  type PasswordHasher,
  ServerError,
  TemporarilyUnavailableError,
  UserExistsError,
} from 'express-dbconnections';
import { expectFailure, SERVER_ERROR, UNAVAILABLE } from '../support/expect-failure';
import { expectSuccess } from '../support/expect-signup';
import { heldHasher } from '../support/held-hasher';
import { rawRequest, signupHead, signupText } from '../support/raw-request';
import { storedUsers } from '../support/stored-users';
import { REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

function startWith(hash: PasswordHasher['hash']): Promise<SignupApp> {
  return apps.start({ hasher: { hash, verify: async () => false } });
}

/**
 * Signs another user up on the same collection, and expects no other user there: earlier sign-ups
 * have ended by then.
 */
async function expectNoOtherUser({ users }: SignupApp): Promise<void> {
  const other = await apps.start({ users });
  const answer = await other.post({ ...REQUEST, email: 'other@example.com' });
  expect(answer.status).toBe(200);
  expect((await storedUsers(other)).map(({ email }) => email)).toEqual(['other@example.com']);
}

describe('a sign-up', () => {
  it('gets a 200 with the stored user', async () => {
    const app = await apps.start();
    await expectSuccess(app, await app.post(REQUEST), { shown: { email: REQUEST.email } });
    expect(app.errors).toEqual([]);
  });

  it('that is refused is a typed error for the host', async () => {
    const app = await apps.start();
    await app.post(REQUEST);
    await app.post(REQUEST);
    await app.post({});
    expect(app.errors).toEqual([expect.any(UserExistsError), expect.any(InvalidRequestError)]);
  });
});

describe('a hasher that hangs', () => {
  it('leads to a 503 in time; its signal is aborted and nothing is stored', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher, timeout: 50 });
    const begun = hasher.begun();
    const start = Date.now();
    const pending = app.post(REQUEST).then((answer) => answer);
    const signal = await begun;
    expect(signal.aborted).toBe(false);

    expectFailure(await pending, UNAVAILABLE);
    expect(Date.now() - start).toBeGreaterThanOrEqual(45);
    expect(signal.aborted).toBe(true);
    expect(app.errors).toEqual([expect.any(TemporarilyUnavailableError)]);
    expect(app.errors[0]).toMatchObject({ cause: new Error('No response within 50 ms') });

    // The hash is ready after the response.
    hasher.release();
    await expectNoOtherUser(app);
  });
});

describe('a resolver that hangs', () => {
  it.each(['clients', 'connections'] as const)('of %s leads to a 503 in time', async (which) => {
    const signals: AbortSignal[] = [];
    const directory = {
      allowsOrigin: () => true,
      find: (_name: unknown, { signal }: { readonly signal: AbortSignal }) => {
        signals.push(signal);
        return new Promise<never>(() => {});
      },
    };
    const app = await apps.start({ [which]: directory, timeout: 50 });
    expectFailure(await app.post(REQUEST), UNAVAILABLE);
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await storedUsers(app)).toEqual([]);
  });
});

describe('a hasher that fails', () => {
  it.each<[string, unknown]>([
    ['an Error', new Error('canary')],
    ['an error with a status of its own', Object.assign(new Error('canary'), { status: 400 })],
    ['a text', 'canary'],
    ['an object', { canary: true }],
    ['undefined', undefined],
    ['null', null],
    ['false', false],
    ['0', 0],
    ['an empty text', ''],
    ['a word with a meaning for Express', 'route'],
    ['another', 'router'],
  ])('with %s leads to a 500 whose cause only the host sees', async (_what, error) => {
    const app = await startWith(() => Promise.reject(error));
    const answer = await app.post(REQUEST);
    expectFailure(answer, SERVER_ERROR);
    expect(app.errors).toEqual([expect.any(ServerError)]);
    expect((app.errors[0] as ServerError).cause).toBe(error);
    expect(JSON.stringify([answer.text, answer.headers])).not.toContain('canary');
    expect(await app.users.countDocuments()).toBe(0);
  });

  it('by throwing instead of rejecting leads to a 500 as well', async () => {
    const app = await startWith(() => {
      throw new Error('canary');
    });
    expectFailure(await app.post(REQUEST), SERVER_ERROR);
  });

  it.each([undefined, null, { not: 'a text' }, ['a', 'b']])(
    'by resolving with no string leads to a 500: %p',
    async (hash) => {
      const app = await startWith(async () => hash as never);
      expectFailure(await app.post(REQUEST), SERVER_ERROR);
      expect(await app.users.countDocuments()).toBe(0);
    },
  );

  it('with a TemporarilyUnavailableError leads to a 503 with its Retry-After', async () => {
    const error = new TemporarilyUnavailableError({ retryAfter: 33 });
    const app = await startWith(() => Promise.reject(error));
    expectFailure(await app.post(REQUEST), { ...UNAVAILABLE, headers: { 'retry-after': '33' } });
    expect(app.errors).toEqual([error]);
  });

  it('never reveals the password, even if its error contains it', async () => {
    const app = await startWith((password) => Promise.reject(new Error(`cannot hash ${password}`)));
    const answer = await app.post(REQUEST);
    expectFailure(answer, SERVER_ERROR);
    expect(JSON.stringify(app.errors[0])).not.toContain(REQUEST.password);
  });
});

describe('a client that disconnects', () => {
  it('during the hash: its signal is aborted, nothing is stored and next() is not called', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const begun = hasher.begun();
    const client = await rawRequest(app, signupText(REQUEST));
    const signal = await begun;

    const aborted = once(signal, 'abort');
    await client.leave();
    await aborted;
    hasher.release();

    await expectNoOtherUser(app);
    expect(app.errors).toEqual([]);
  });

  it('during the hash, which then fails: next() is not called either', async () => {
    const hasher = heldHasher();
    const app = await apps.start({ hasher });
    const begun = hasher.begun();
    const client = await rawRequest(app, signupText(REQUEST));
    const signal = await begun;
    const aborted = once(signal, 'abort');
    await client.leave();
    await aborted;
    hasher.fail(new Error('late'));
    await expectNoOtherUser(app);
    expect(app.errors).toEqual([]);
  });

  it('in the middle of the body: next() is not called', async () => {
    const arrived: (() => void)[] = [];
    const app = await apps.start({
      before(host) {
        host.use((_req, res, next) => {
          res.once('close', () => arrived.pop()?.());
          next();
          arrived.pop()?.();
        });
      },
    });
    const began = new Promise<void>((resolve) => arrived.push(resolve));
    const client = await rawRequest(app, `${signupHead(500)}{"client_id":`);
    await began;
    const closed = new Promise<void>((resolve) => arrived.push(resolve));
    await client.leave();
    await closed;
    expect((await app.post(REQUEST)).status).toBe(200);
    expect(app.errors).toEqual([]);
  });

  it('before the router is called: nothing is hashed, and close() does not wait', async () => {
    const events: (() => void)[] = [];
    const hash = jest.fn<Promise<string>, [string]>();
    const waitForLeaving: RequestHandler = (_req, res, next) => {
      res.once('close', () => {
        next();
        events.pop()?.();
      });
      events.pop()?.();
    };
    const app = await apps.start({
      hasher: { hash, verify: async () => false },
      before: (host) => host.use(waitForLeaving),
    });
    const arrived = new Promise<void>((resolve) => events.push(resolve));
    const client = await rawRequest(app, signupText(REQUEST));
    await arrived;
    const routed = new Promise<void>((resolve) => events.push(resolve));
    await client.leave();
    await routed;
    await app.router.close();
    expect(hash).not.toHaveBeenCalled();
    expect(app.errors).toEqual([]);
  });

  it('is not counted either, though the host has read the body', async () => {
    const events = new EventEmitter();
    const skip = jest.fn(() => true);
    const app = await apps.start({
      rateLimit: { skip },
      before(host) {
        host.use(express.json());
        host.use((req, res, next) => {
          if (req.headers.connection !== 'close') {
            next();
            return;
          }
          res.once('close', () => {
            next();
            events.emit('routed');
          });
          events.emit('arrived');
        });
      },
    });
    const arrived = once(events, 'arrived');
    const client = await rawRequest(app, signupText(REQUEST));
    await arrived;
    const routed = once(events, 'routed');
    await client.leave();
    await routed;

    const answer = await app.post(REQUEST).set('Connection', 'keep-alive');
    expect(answer.status).toBe(200);
    expect(skip).toHaveBeenCalledTimes(1);
  });
});

describe('a host that responds first', () => {
  it('keeps its response, and nothing is stored', async () => {
    const hasher = heldHasher();
    const begun = hasher.begun();
    const app = await apps.start({
      hasher,
      before(host) {
        host.use((_req, res, next) => {
          begun.then(() => res.headersSent || res.status(504).json({ own: true }));
          next();
        });
      },
    });
    const pending = app
      .post(REQUEST)
      .expect(504)
      .catch(() => undefined);
    const signal = await begun;
    await once(signal, 'abort');
    hasher.release();
    await pending;
    await expectNoOtherUser(app);
    expect(app.errors).toEqual([]);
  });
});
