import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bcryptHasher, type PasswordHasher } from 'express-dbconnections';
import type { Response } from 'supertest';
import { CANARY } from '../support/canary';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import {
  nextAttemptsOf,
  type ThreadFailure,
  WORKER_FILE,
  withWorker,
} from '../support/failing-threads';
import { watchForLeaks } from '../support/leak-watch';
import { storedUsers } from '../support/stored-users';
import { REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

// Threads start slowly on a busy machine.
jest.setTimeout(60_000);

const apps = useSignupApps();
const hashers: PasswordHasher[] = [];

afterEach(async () => {
  jest.restoreAllMocks();
  await Promise.all(hashers.splice(0).map((hasher) => hasher.close?.()));
});

function keep(hasher: PasswordHasher): PasswordHasher {
  hashers.push(hasher);
  return hasher;
}

/** An app with its own two threads, both warm. */
async function startWithThreads(): Promise<SignupApp> {
  return apps.start({ hasher: keep(bcryptHasher({ rounds: 4, threads: 2 })) });
}

/** Sends sign-ups at once: `faulty` ones whose threads fail, and others. */
async function signUpMany(app: SignupApp, faulty: number, others: number) {
  const signUp = (email: string, password: string) =>
    app.post({ ...REQUEST, email, password }).then((response) => response);
  const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);
  const [affected, bystanders] = await Promise.all([
    Promise.all(numbers(faulty).map((number) => signUp(`faulty${number}@example.com`, CANARY))),
    Promise.all(
      numbers(others).map((number) => signUp(`other${number}@example.com`, REQUEST.password)),
    ),
  ]);
  return { affected, bystanders };
}

const statuses = (responses: readonly Response[]) => responses.map(({ status }) => status);

async function expectWorks(app: SignupApp): Promise<void> {
  const email = 'afterwards@example.com';
  expect((await app.post({ ...REQUEST, email, password: CANARY })).status).toBe(200);
}

describe.each<ThreadFailure>(['dies', 'throws', 'throwsLater', 'eats'])(
  'a thread with the fault "%s" during a sign-up',
  (fault) => {
    it('is replaced, and the sign-up succeeds', async () => {
      const app = await startWithThreads();
      nextAttemptsOf(CANARY, fault);

      const { affected, bystanders } = await signUpMany(app, 1, 5);

      expect(statuses([...affected, ...bystanders])).toEqual(Array(6).fill(200));
      expect(await storedUsers(app)).toHaveLength(6);
      expect(app.errors).toEqual([]);
    });

    it('twice makes the sign-up a 503 that does not leak the password; others succeed', async () => {
      const watch = watchForLeaks();
      const app = await startWithThreads();
      nextAttemptsOf(CANARY, fault, fault);

      const { affected, bystanders } = await signUpMany(app, 1, 5);

      expectFailure(affected[0] as Response, UNAVAILABLE);
      expect(statuses(bystanders)).toEqual(Array(5).fill(200));
      expect(await storedUsers(app)).toHaveLength(5);
      watch.see('a response', affected[0]?.text, affected[0]?.headers);
      watch.see('an error', ...app.errors);
      expect(watch.findings()).toEqual([]);
      watch.end();
      await expectWorks(app);
    });
  },
);

describe.each<ThreadFailure>(['spins', 'hangs'])(
  'a thread with the fault "%s" during a sign-up',
  (fault) => {
    it('makes the sign-up a 503; others succeed', async () => {
      const app = await startWithThreads();
      nextAttemptsOf(CANARY, fault);

      const { affected, bystanders } = await signUpMany(app, 1, 5);

      expectFailure(affected[0] as Response, UNAVAILABLE);
      expect(statuses(bystanders)).toEqual(Array(5).fill(200));
      await expectWorks(app);
    });

    it('does not block queued sign-ups, even if all threads have the fault', async () => {
      const app = await startWithThreads();
      nextAttemptsOf(CANARY, fault, fault);

      const { affected, bystanders } = await signUpMany(app, 2, 4);

      expect(statuses(affected)).toEqual([503, 503]);
      expect(statuses(bystanders)).toEqual(Array(4).fill(200));
      expect(await storedUsers(app)).toHaveLength(4);
      await expectWorks(app);
    });
  },
);

describe('threads that cannot start', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'threads-'));
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('make ready() reject with the reason and sign-ups 503, until the reason is gone', async () => {
    const worker = join(folder, 'worker.cjs');
    const copy = withWorker<{ bcryptHasher: typeof bcryptHasher }>(
      worker,
      'password/bcrypt-hasher',
    );
    const hasher = keep(copy.bcryptHasher({ rounds: 4, threads: 2 }));
    const app = await apps.start({ users: apps.model(), hasher });

    await expect(app.router.ready()).rejects.toThrow(
      'the hashing threads do not work: Error: their file bcrypt-worker.cjs is missing',
    );
    expectFailure(await app.post(REQUEST), UNAVAILABLE);
    await expect(app.router.ready()).rejects.toThrow('bcrypt-worker.cjs is missing');
    expect(await storedUsers(app)).toEqual([]);

    await writeFile(worker, WORKER_FILE);
    await app.router.ready();
    expect((await app.post(REQUEST)).status).toBe(200);
  });
});
