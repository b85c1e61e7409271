import type { mongo } from 'mongoose';
import { CANARY } from '../../support/canary';
import { digest } from '../../support/digest-hasher';
import { expectFailure, type ReceivedResponse } from '../../support/expect-failure';
import type { Success } from '../../support/expect-signup';
import { keepAliveSender } from '../../support/keep-alive-sender';
import { type LeakWatch, watchForLeaks } from '../../support/leak-watch';
import { rawRequest } from '../../support/raw-request';
import { storedUsers } from '../../support/stored-users';
import {
  PATH,
  REQUEST,
  type SignupApp,
  type SignupAppOptions,
  useSignupApps,
} from '../../support/use-signup-apps';
import type { RawAttack } from '../themes/raw-requests';
import type { Attack } from './attack';
import { BASE, JSON_TYPE, TENANT } from './requests';

const NEXT_SIGNUP = { ...BASE, email: 'next@example.com' };

/** Sends attacks to apps, and checks after each one that it did no harm. */
export function useAttacks() {
  const apps = useSignupApps({ monitorCommands: true });
  const sender = keepAliveSender();
  let watch: LeakWatch;

  beforeAll(() => {
    watch = watchForLeaks();
  });

  afterAll(() => {
    watch.end();
    sender.end();
  });

  async function run(app: SignupApp, attack: Attack): Promise<void> {
    await expectNoHarm(app, () => send(app, attack));
  }

  /** Checks for harm once after many attacks, for lists of thousands. */
  async function runAll(app: SignupApp, list: readonly Attack[]): Promise<void> {
    await expectNoHarm(app, async () => {
      for (const attack of list) {
        try {
          await send(app, attack);
          if ('shown' in attack.outcome) {
            await app.users.collection.deleteMany({});
          }
        } catch (error) {
          throw new Error(`${attack.title}: ${(error as Error).message}`);
        }
      }
      expect(await storedUsers(app)).toEqual([]);
    });
  }

  /** Sends one attack and checks its outcome. */
  async function send(app: SignupApp, { request, outcome }: Attack): Promise<void> {
    const commands = await commandsDuring(app, async () => {
      const response = await withoutStackTraces(() =>
        sender.send(app.url, { path: PATH, ...request }),
      );
      watch.see('a response', response.text, ...Object.entries(response.headers).flat(2));
      expectOutcome(response, outcome);
    });
    const stored = 'shown' in outcome;
    expect(commands).toEqual(stored ? ['insert'] : []);
    if (stored) {
      await expectOnlyUser(app, outcome);
    }
  }

  async function runRaw(app: SignupApp, attack: RawAttack): Promise<void> {
    await expectNoHarm(app, async () => {
      const request = await rawRequest(app, '');
      for (const piece of attack.pieces) {
        await request.send(piece);
      }
      if (attack.fin) {
        request.socket.end();
      }
      const response = await withoutStackTraces(() => request.response());
      watch.see('a response', response);
      const statuses = [...response.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) =>
        Number(status),
      );
      expect(attack.statuses).toContainEqual(statuses);
      const emails = (await storedUsers(app)).map(({ email }) => email);
      if (!attack.mayGetNoResponse) {
        expect(emails).toHaveLength(statuses.filter((status) => status === 200).length);
        expect(emails).toEqual(attack.stored ?? emails);
      }
    });
  }

  /**
   * Expects that `attack` leaks no part of the password to logs or errors, changes no prototype, and
   * does not affect the next sign-up.
   */
  async function expectNoHarm(app: SignupApp, attack: () => Promise<void>): Promise<void> {
    try {
      await attack();
      watch.see('an error', ...app.errors);
      expect(watch.findings()).toEqual([]);
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(PROTOTYPE);
      await expectNextSignup(app);
    } finally {
      app.errors.length = 0;
      watch.findings();
      await app.users.collection.deleteMany({});
    }
  }

  async function expectNextSignup(app: SignupApp): Promise<void> {
    const { status, text } = await sender.send(app.url, {
      path: PATH,
      headers: { 'content-type': JSON_TYPE },
      body: JSON.stringify(NEXT_SIGNUP),
    });
    expect({ status, email: JSON.parse(text).email }).toEqual({
      status: 200,
      email: NEXT_SIGNUP.email,
    });
  }

  return {
    share: (options: SignupAppOptions = TENANT) => apps.share(options),
    run,
    runAll,
    runRaw,
    expectNoHarm,
  };
}

/** The leak watch reads every stack trace, and Jest maps each frame to its source, which is slow. */
async function withoutStackTraces<Result>(work: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype);

function expectOutcome(response: ReceivedResponse, outcome: Attack['outcome']): void {
  if ('body' in outcome) {
    expectFailure(response, outcome);
  } else if ('shown' in outcome) {
    expect(response).toMatchObject({ status: 200 });
    const { _id } = JSON.parse(response.text);
    expect(response.text).toBe(JSON.stringify({ _id, email_verified: false, ...outcome.shown }));
  } else {
    expect(outcome.statuses).toContain(response.status);
  }
}

/** Expects exactly one stored user, with exactly these keys. */
async function expectOnlyUser(app: SignupApp, outcome: Success): Promise<void> {
  const { shown, connection = REQUEST.connection, password = CANARY } = outcome;
  expect(await storedUsers(app)).toStrictEqual([
    {
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      connection,
      email_verified: false,
      ...shown,
      password_hash: digest(password),
      created_at: expect.any(Date),
      updated_at: expect.any(Date),
    },
  ]);
}

/**
 * Resolves with the names of the database commands sent during `work`. None may have a filter, since
 * it could contain input.
 */
async function commandsDuring(app: SignupApp, work: () => Promise<void>): Promise<string[]> {
  const client = app.users.db.getClient() as unknown as mongo.MongoClient;
  const names: string[] = [];
  const filters: unknown[] = [];
  const record = ({ commandName, command }: mongo.CommandStartedEvent) => {
    names.push(commandName);
    filters.push(command.filter, command.query, command.deletes, command.updates);
  };
  client.on('commandStarted', record);
  try {
    await work();
  } finally {
    client.off('commandStarted', record);
  }
  expect(filters.filter((filter) => filter !== undefined)).toEqual([]);
  return names;
}
