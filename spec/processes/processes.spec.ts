import { join } from 'node:path';
import { type User, userModel } from 'express-dbconnections';
import type { Model } from 'mongoose';
import { compileBlock } from '../package/support/compile-block';
import { type Program, startProgram } from '../package/support/start-program';
import { HAS_REDIS, type Redis, startRedis } from '../package/support/start-redis';
import { useConsumer } from '../package/support/use-consumer';
import { badRequest, TOO_MANY_SIGNUPS } from '../support/expect-failure';
import { useDatabase } from '../support/use-database';
import { PATH, REQUEST } from '../support/use-signup-apps';

const PROCESSES = 4;
const ROUNDS = 1000;
const AT_ONCE = 12;
const LIMIT = 50;

const TAKEN = JSON.stringify(badRequest('invalid_signup', 'Invalid sign up').body);

jest.setTimeout(240_000);

const consumer = useConsumer();

/** Processes on one database, started before the specs of a `describe`. */
function useProcesses(env: () => Promise<Record<string, string>> = async () => ({})) {
  const database = useDatabase();
  let processes: Program<{ url: string }>[] = [];
  let users: Model<User>;

  beforeAll(async () => {
    users = userModel(await database.connect());
    const options = {
      folder: consumer.folder,
      file: 'signup-process.mjs',
      env: { MONGODB_URI: database.uri, DB_NAME: database.dbName, ...(await env()) },
    };
    // All build the indexes at once, as when a host starts.
    processes = await Promise.all(
      Array.from({ length: PROCESSES }, () => startProgram<{ url: string }>(options)),
    );
  });

  afterAll(() => {
    for (const one of processes) {
      one.kill();
    }
  });

  return {
    users: () => users,
    /** Posts to each process in turn, beginning with another one in each round. */
    async post(email: string, index: number): Promise<Answer> {
      const process = index % PROCESSES;
      const response = await fetch(`${processes[process]?.facts.url}${PATH}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...REQUEST, email }),
      });
      return { process, status: response.status, text: await response.text() };
    },
    /** Ends all; resolves with how they ended. */
    end: () => Promise.all(processes.map((one) => one.end())),
  };
}

interface Answer {
  readonly process: number;
  readonly status: number;
  readonly text: string;
}

describe(`${PROCESSES} processes on one database`, () => {
  const { users, post, end } = useProcesses();

  it(`let one of ${AT_ONCE} equal sign-ups through, ${ROUNDS} times`, async () => {
    const answers: Answer[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const email = `user${round}@example.com`;
      const sent = Array.from({ length: AT_ONCE }, (_, index) => post(email, round + index));
      answers.push(...(await Promise.all(sent)));
    }

    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status !== 200);
    const stored = await users().find();
    const winners = Array.from(
      { length: PROCESSES },
      (_, index) => won.filter(({ process }) => process === index).length,
    );
    process.stdout.write(
      `${ROUNDS} rounds of ${AT_ONCE} equal sign-ups over ${PROCESSES} processes: ` +
        `${await users().countDocuments()} users, ${won.length} answers 200 ` +
        `(${winners.join(', ')} of each process), ${lost.length} refused\n`,
    );
    expect(won).toHaveLength(ROUNDS);
    expect(lost).toHaveLength(ROUNDS * (AT_ONCE - 1));
    expect(new Set(lost.map(({ status, text }) => `${status} ${text}`))).toEqual(
      new Set([`400 ${TAKEN}`]),
    );
    expect(stored).toHaveLength(ROUNDS);
    expect(await users().countDocuments()).toBe(ROUNDS);
    const ids = (await users().find().select('_id')).map(({ _id }) => String(_id));
    expect(won.map(({ text }) => JSON.parse(text)._id).sort()).toEqual(ids.sort());
    expect(Math.min(...winners)).toBeGreaterThan(0);
  });

  it('end by themselves, and have printed nothing', async () => {
    expect(await end()).toEqual(Array(PROCESSES).fill({ code: 0, printed: '' }));
  });
});

/** Where there is no Redis this is left out, and says so; on a CI server it fails. */
const describeWithRedis =
  HAS_REDIS || process.env.CI
    ? describe
    : (title: string, specs: () => void) =>
        describe.skip(`${title} (left out: there is no redis-server)`, specs);

describeWithRedis(`${PROCESSES} processes with the rate-limit store of the README`, () => {
  let redis: Redis;

  beforeAll(async () => {
    redis = await startRedis();
  });

  const { users, post, end } = useProcesses(async () => {
    const file = join(consumer.folder, 'rate-limit.mjs');
    // The recipe keeps its client to itself, and the process has to end it.
    await compileBlock('RedisStore', file, (code) =>
      code.replace('redis://127.0.0.1:6379', redis.url).concat('export { redis };'),
    );
    return { RATE_LIMIT: file };
  });

  afterAll(() => redis.stop());

  it(`let ${LIMIT} sign-ups of a minute through in all`, async () => {
    const sent = Array.from({ length: PROCESSES * LIMIT }, (_, index) =>
      post(`user${index}@example.com`, index),
    );
    const answers = await Promise.all(sent);

    const refusals = answers.filter(({ status }) => status !== 200);
    process.stdout.write(
      `${answers.length} sign-ups over ${PROCESSES} processes with a shared limit of ${LIMIT}: ` +
        `${answers.length - refusals.length} answers 200, ${refusals.length} refused\n`,
    );
    expect(refusals).toHaveLength((PROCESSES - 1) * LIMIT);
    expect(new Set(refusals.map(({ text }) => text))).toEqual(
      new Set([JSON.stringify(TOO_MANY_SIGNUPS.body)]),
    );
    expect(await users().countDocuments()).toBe(LIMIT);
  });

  it('stop no sign-up once the store is gone, and end by themselves', async () => {
    await redis.stop();

    const sent = Array.from({ length: PROCESSES }, (_, index) =>
      post(`later${index}@example.com`, index),
    );
    const answers = await Promise.all(sent);

    expect(answers.map(({ status }) => status)).toEqual(Array(PROCESSES).fill(200));
    expect((await end()).map(({ code }) => code)).toEqual(Array(PROCESSES).fill(0));
  });
});
