import { EventEmitter, once } from 'node:events';
import { bcryptHasher, type PasswordHasher } from 'express-dbconnections';
import { Piscina } from 'piscina';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import { rawRequest, signupText } from '../support/raw-request';
import { storedUsers } from '../support/stored-users';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';

// Threads start slowly on a busy machine.
jest.setTimeout(60_000);

const apps = useSignupApps();
const hashers: PasswordHasher[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(hashers.splice(0).map((hasher) => hasher.close?.()));
});

/** A hasher with one thread, whose first hash takes until `release()`. */
function makeHasher(options: { readonly maxWait?: number } = {}) {
  const { run } = Piscina.prototype;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const tasks = jest.spyOn(Piscina.prototype, 'run').mockImplementationOnce(async function (
    this: Piscina,
    ...task
  ) {
    await held;
    return run.apply(this, task);
  });
  const hasher = bcryptHasher({ rounds: 4, threads: 1, ...options });
  hashers.push(hasher);
  const events = new EventEmitter();
  return {
    hasher: {
      ...hasher,
      hash(password, hashOptions) {
        const hash = hasher.hash(password, hashOptions);
        hashOptions?.signal?.addEventListener('abort', () => events.emit('disconnected'));
        events.emit('requested');
        return hash;
      },
    } satisfies PasswordHasher,
    release: () => release(),
    /** Resolves when the next hash is requested: it runs or is queued. */
    requested: () => once(events, 'requested'),
    /** Resolves when the router has noticed the next disconnect. */
    disconnected: () => once(events, 'disconnected'),
    /** The hashed passwords, in order. */
    hashed: () => tasks.mock.calls.map(([task]) => task.password as string),
  };
}

type ControlledHasher = ReturnType<typeof makeHasher>;
type App = Awaited<ReturnType<typeof apps.start>>;

const body = (name: string) => ({
  ...REQUEST,
  email: `${name}@example.com`,
  password: `Abcdef1!${name}`,
});

/** Sends a sign-up over its own connection; resolves when its hash is requested. */
async function queue(app: App, { requested }: ControlledHasher, name: string) {
  const next = requested();
  const client = await rawRequest(app, signupText(body(name)));
  await next;
  return client;
}

describe.each<[how: string, disconnect: 'destroy' | 'resetAndDestroy']>([
  ['FIN', 'destroy'],
  ['RST', 'resetAndDestroy'],
])('clients that disconnect with %s while their hash is queued', (_how, disconnect) => {
  it('are not hashed, and the next client in the queue is served', async () => {
    const held = makeHasher();
    const app = await apps.start({ hasher: held.hasher, users: apps.model() });
    const first = await queue(app, held, 'first');
    const disconnected = [];
    for (const name of ['gone1', 'gone2', 'gone3', 'gone4']) {
      disconnected.push(await queue(app, held, name));
    }
    const bystander = await queue(app, held, 'bystander');

    for (const { socket } of disconnected) {
      const noticed = held.disconnected();
      socket[disconnect]();
      await noticed;
    }
    held.release();

    expect(await first.response()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await bystander.response()).toMatch(/^HTTP\/1\.1 200 /);
    expect(held.hashed()).toEqual(['Abcdef1!first', 'Abcdef1!bystander']);
    expect((await storedUsers(app)).map(({ email }) => email)).toEqual([
      'first@example.com',
      'bystander@example.com',
    ]);
    expect(app.errors).toEqual([]);
  });

  it('free their place in a full queue', async () => {
    const held = makeHasher({ maxWait: 0 });
    const app = await apps.start({ hasher: held.hasher, users: apps.model() });
    const first = await queue(app, held, 'first');
    const gone = await queue(app, held, 'gone');
    expectFailure(await app.post(body('rejected')), UNAVAILABLE);

    const noticed = held.disconnected();
    gone.socket[disconnect]();
    await noticed;
    const next = await queue(app, held, 'next');
    held.release();

    expect(await first.response()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await next.response()).toMatch(/^HTTP\/1\.1 200 /);
    expect(held.hashed()).toEqual(['Abcdef1!first', 'Abcdef1!next']);
  });
});
