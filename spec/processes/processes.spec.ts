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

jest.setTimeout(480_000);

const consumer = useConsumer();

/** Starts processes on one database before the specs of a `describe`. */
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
    // All of them build the indexes at the same time, as when a host starts.
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
    /** Posts to the process with this index, modulo their number. */
    async post(email: string, index: number): Promise<ProcessResponse> {
      const process = index % PROCESSES;
      const response = await fetch(`${processes[process]?.facts.url}${PATH}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...REQUEST, email }),
      });
      return { process, status: response.status, text: await response.text() };
    },
    /** Ends all; resolves with their exit codes and output. */
    end: () => Promise.all(processes.map((one) => one.end())),
  };
}

interface ProcessResponse {
  readonly process: number;
  readonly status: number;
  readonly text: string;
}

describe(`${PROCESSES} processes on one database`, () => {
  const { users, post, end } = useProcesses();

  it(`accept one of ${AT_ONCE} equal sign-ups, ${ROUNDS} times`, async () => {
    const responses: ProcessResponse[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const email = `user${round}@example.com`;
      const sent = Array.from({ length: AT_ONCE }, (_, index) => post(email, round + index));
      responses.push(...(await Promise.all(sent)));
    }

    const won = responses.filter(({ status }) => status === 200);
    const lost = responses.filter(({ status }) => status !== 200);
    const stored = await users().find();
    const winners = Array.from(
      { length: PROCESSES },
      (_, index) => won.filter(({ process }) => process === index).length,
    );
    process.stdout.write(
      `${ROUNDS} rounds of ${AT_ONCE} equal sign-ups over ${PROCESSES} processes: ` +
        `${await users().countDocuments()} users, ${won.length} responses 200 ` +
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

  it('exit by themselves and print nothing', async () => {
    expect(await end()).toEqual(Array(PROCESSES).fill({ code: 0, printed: '' }));
  });
});

/** Without Redis these specs are skipped; in CI they fail. */
const describeWithRedis =
  HAS_REDIS || process.env.CI
    ? describe
    : (title: string, specs: () => void) =>
        describe.skip(`${title} (skipped: redis-server is not installed)`, specs);

describeWithRedis(`${PROCESSES} processes with the rate-limit store of the recipe`, () => {
  let redis: Redis;

  beforeAll(async () => {
    redis = await startRedis();
  });

  const { users, post, end } = useProcesses(async () => {
    const file = join(consumer.folder, 'rate-limit.mjs');
    // The recipe does not export its client, which the process has to close.
    await compileBlock('RedisStore', file, (code) =>
      code.replace('redis://127.0.0.1:6379', redis.url).concat('export { redis };'),
    );
    return { RATE_LIMIT: file };
  });

  afterAll(() => redis.stop());

  it(`accept ${LIMIT} sign-ups per minute in total`, async () => {
    const sent = Array.from({ length: PROCESSES * LIMIT }, (_, index) =>
      post(`user${index}@example.com`, index),
    );
    const responses = await Promise.all(sent);

    const rejections = responses.filter(({ status }) => status !== 200);
    process.stdout.write(
      `${responses.length} sign-ups over ${PROCESSES} processes with a shared limit of ${LIMIT}: ` +
        `${responses.length - rejections.length} responses 200, ${rejections.length} refused\n`,
    );
    expect(rejections).toHaveLength((PROCESSES - 1) * LIMIT);
    expect(new Set(rejections.map(({ text }) => text))).toEqual(
      new Set([JSON.stringify(TOO_MANY_SIGNUPS.body)]),
    );
    expect(await users().countDocuments()).toBe(LIMIT);
  });

  it('accept sign-ups when the store is down, and exit by themselves', async () => {
    await redis.stop();

    const sent = Array.from({ length: PROCESSES }, (_, index) =>
      post(`later${index}@example.com`, index),
    );
    const responses = await Promise.all(sent);

    expect(responses.map(({ status }) => status)).toEqual(Array(PROCESSES).fill(200));
    expect((await end()).map(({ code }) => code)).toEqual(Array(PROCESSES).fill(0));
  });
});
