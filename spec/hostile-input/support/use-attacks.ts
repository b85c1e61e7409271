import type { mongo } from 'mongoose';
import { CANARY } from '../../support/canary';
import { digest } from '../../support/digest-hasher';
import { type Answered, expectFailure } from '../../support/expect-failure';
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
import type { Attack, Stored } from './attack';
import { BASE, JSON_TYPE } from './requests';
import { TENANT } from './tenant';

const GOOD = { ...BASE, email: 'good@example.com' };

/** Attacks apps, and looks after each attack at everything that it must not have done. */
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

  async function strike(app: SignupApp, attack: Attack): Promise<void> {
    await unharmed(app, () => hit(app, attack));
  }

  /** Many attacks as one, where there are thousands. */
  async function strikeAll(app: SignupApp, list: readonly Attack[]): Promise<void> {
    await unharmed(app, async () => {
      for (const attack of list) {
        try {
          await hit(app, attack);
        } catch (error) {
          throw new Error(`${attack.title}: ${(error as Error).message}`);
        }
      }
      expect(await storedUsers(app)).toEqual([]);
    });
  }

  /** Attacks, and takes away what has been stored. */
  async function hit(app: SignupApp, { sent, outcome }: Attack): Promise<void> {
    const commands = await commandsDuring(app, async () => {
      const answer = await withoutFrames(() => sender.send(app.url, { path: PATH, ...sent }));
      watch.see('an answer', answer.text, ...Object.entries(answer.headers).flat(2));
      expectAnswer(answer, outcome);
    });
    const stored = 'shown' in outcome;
    expect(commands).toEqual(stored ? ['insert'] : []);
    if (stored) {
      await expectOnly(app, outcome);
      await app.users.collection.deleteMany({});
    }
  }

  async function strikeRaw(app: SignupApp, attack: RawAttack): Promise<void> {
    await unharmed(app, async () => {
      const request = await rawRequest(app, '');
      for (const piece of attack.pieces) {
        await request.send(piece);
      }
      if (attack.fin) {
        request.socket.end();
      }
      const answer = await withoutFrames(() => request.answer());
      watch.see('an answer', answer);
      const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) =>
        Number(status),
      );
      expect(attack.statuses).toContainEqual(statuses);
      const emails = (await storedUsers(app)).map(({ email }) => email);
      if (!attack.mayGetNoAnswer) {
        expect(emails).toHaveLength(statuses.filter((status) => status === 200).length);
        expect(emails).toEqual(attack.stored ?? emails);
      }
    });
  }

  /**
   * Whatever happens in `attack`: the host's code has seen no part of the password, no object has
   * changed, and the next sign-up succeeds.
   */
  async function unharmed(app: SignupApp, attack: () => Promise<void>): Promise<void> {
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
      body: JSON.stringify(GOOD),
    });
    expect({ status, email: JSON.parse(text).email }).toEqual({ status: 200, email: GOOD.email });
  }

  return {
    share: (options: SignupAppOptions = TENANT) => apps.share(options),
    strike,
    strikeAll,
    strikeRaw,
    unharmed,
  };
}

/** The watch reads every stack, and Jest maps each frame of it to its source. */
async function withoutFrames<Result>(work: () => Promise<Result>): Promise<Result> {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype);

function expectAnswer(answer: Answered, outcome: Attack['outcome']): void {
  if ('body' in outcome) {
    expectFailure(answer, outcome);
  } else if ('shown' in outcome) {
    expect(answer).toMatchObject({ status: 200 });
    const { _id } = JSON.parse(answer.text);
    expect(answer.text).toBe(JSON.stringify({ _id, email_verified: false, ...outcome.shown }));
  } else {
    expect(outcome.statuses).toContain(answer.status);
  }
}

/** Exactly this user is stored, with exactly these keys. */
async function expectOnly(app: SignupApp, outcome: Stored): Promise<void> {
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
 * The names of the commands that the server gets meanwhile. None may have a filter: whatever came
 * from outside would stand in it.
 */
async function commandsDuring(app: SignupApp, work: () => Promise<void>): Promise<string[]> {
  const client = app.users.db.getClient() as unknown as mongo.MongoClient;
  const names: string[] = [];
  const filters: unknown[] = [];
  const take = ({ commandName, command }: mongo.CommandStartedEvent) => {
    names.push(commandName);
    filters.push(command.filter, command.query, command.deletes, command.updates);
  };
  client.on('commandStarted', take);
  try {
    await work();
  } finally {
    client.off('commandStarted', take);
  }
  expect(filters.filter((filter) => filter !== undefined)).toEqual([]);
  return names;
}
