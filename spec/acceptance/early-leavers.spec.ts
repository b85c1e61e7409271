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

/** A hasher with one thread whose first hash takes as long as the spec wants. */
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
        hashOptions?.signal?.addEventListener('abort', () => events.emit('left'));
        events.emit('asked');
        return hash;
      },
    } satisfies PasswordHasher,
    release: () => release(),
    /** Resolves when the next hash is asked for: it runs, or it is in the line. */
    asked: () => once(events, 'asked'),
    /** Resolves when the router has noticed that a sender has gone. */
    left: () => once(events, 'left'),
    /** Whose passwords have been hashed, in order. */
    hashed: () => tasks.mock.calls.map(([task]) => task.password as string),
  };
}

type LeavingHasher = ReturnType<typeof makeHasher>;
type App = Awaited<ReturnType<typeof apps.start>>;

const body = (name: string) => ({
  ...REQUEST,
  email: `${name}@example.com`,
  password: `Abcdef1!${name}`,
});

/** Asks for a hash over a connection of its own. */
async function queue(app: App, { asked }: LeavingHasher, name: string) {
  const next = asked();
  const client = await rawRequest(app, signupText(body(name)));
  await next;
  return client;
}

describe.each<[how: string, leave: 'destroy' | 'resetAndDestroy']>([
  ['closing the connection', 'destroy'],
  ['resetting it', 'resetAndDestroy'],
])('clients that leave the line by %s', (_how, leave) => {
  it('are not hashed, and whoever stands behind them is served next', async () => {
    const held = makeHasher();
    const app = await apps.start({ hasher: held.hasher, users: apps.model() });
    const first = await queue(app, held, 'first');
    const leavers = [];
    for (const name of ['leaver1', 'leaver2', 'leaver3', 'leaver4']) {
      leavers.push(await queue(app, held, name));
    }
    const bystander = await queue(app, held, 'bystander');

    for (const { socket } of leavers) {
      const left = held.left();
      socket[leave]();
      await left;
    }
    held.release();

    expect(await first.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await bystander.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(held.hashed()).toEqual(['Abcdef1!first', 'Abcdef1!bystander']);
    expect((await storedUsers(app)).map(({ email }) => email)).toEqual([
      'first@example.com',
      'bystander@example.com',
    ]);
    expect(app.errors).toEqual([]);
  });

  it('free their place for others who would be refused', async () => {
    const held = makeHasher({ maxWait: 0 });
    const app = await apps.start({ hasher: held.hasher, users: apps.model() });
    const first = await queue(app, held, 'first');
    const leaver = await queue(app, held, 'leaver');
    expectFailure(await app.post(body('refused')), UNAVAILABLE);

    const left = held.left();
    leaver.socket[leave]();
    await left;
    const welcome = await queue(app, held, 'welcome');
    held.release();

    expect(await first.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(await welcome.answer()).toMatch(/^HTTP\/1\.1 200 /);
    expect(held.hashed()).toEqual(['Abcdef1!first', 'Abcdef1!welcome']);
  });
});
