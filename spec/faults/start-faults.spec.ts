import { on } from 'node:events';
import { type User, userModel } from 'express-dbconnections';
import type { Model } from 'mongoose';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { storedUsers } from '../support/stored-users';
import type { Topology } from '../support/topology';
import { CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';
import { onlyAnswer } from './only-answer';
import { START_FAULTS, type StartScenario } from './start-faults';

// How long a sign-up may wait for the indexes, and what a busy machine may take on top; Mongoose
// alone waits for 10 s.
const PATIENCE = 1000;
const SLACK = 8000;

jest.setTimeout(60_000);

const apps = useSignupApps();
let count = 0;

/** What tells a model from those of the other scenarios. */
function freshNames() {
  count += 1;
  return { name: `User${count}`, collection: `starts_${count}` };
}

async function past(names: ReturnType<typeof freshNames>): Promise<Model<User>> {
  return userModel(await apps.database.connect(), names);
}

async function play(topology: Topology, scenario: StartScenario): Promise<void> {
  const names = freshNames();
  const line = await apps.database.line(topology);
  const stored = await past(names);
  await scenario.before?.({ line, stored });
  const driver = { heartbeatFrequencyMS: 500, ...scenario.driver };
  const connection = apps.database.open(driver, line);
  const users = userModel(connection, names);
  const app = await apps.start({ users, hasher: fakeHasher() });
  const ready = app.router.ready();

  const start = performance.now();
  const early = await onlyAnswer(app, REQUEST);
  expect(performance.now() - start).toBeLessThan(PATIENCE + SLACK);
  expectFailure(early, UNAVAILABLE);
  expect(await storedUsers({ users: stored })).toEqual([]);

  await scenario.recover({ line, connection, stored });
  await ready;
  expect(await onlyAnswer(app, REQUEST)).toMatchObject({ status: 200 });
  expect(await storedUsers({ users: stored })).toMatchObject([{ email: REQUEST.email }]);
}

describe.each<Topology>(['standalone', 'replica set'])(
  'on a %s, 503 and then 200 when',
  (topology) => {
    it.each(START_FAULTS.map((scenario) => [scenario.name, scenario] as const))(
      '%s',
      (_name, scenario) => play(topology, scenario),
    );
  },
);

describe.each<Topology>(['standalone', 'replica set'])('on a %s', (topology) => {
  it('of twelve equal sign-ups during the index build at most one succeeds', async () => {
    const names = freshNames();
    const line = await apps.database.line(topology);
    const users = userModel(await apps.database.connect({}, line), names);
    const building = line.fail('createIndexes', 'hold');
    const hasher = fakeHasher();
    const app = await apps.start({ users, hasher });
    await building;

    const answers = Promise.all(Array.from({ length: 12 }, () => onlyAnswer(app, REQUEST)));
    const arrived = on(app.server, 'request');
    for (let count = 0; count < 12; count += 1) {
      await arrived.next();
    }
    // Whoever is answered now came after them.
    expect(await onlyAnswer(app, {})).toMatchObject({ status: 400 });
    expect(hasher.hashed).toEqual([]);
    await line.restore();

    const accepted = (await answers).filter(({ status }) => status === 200);
    const stored = await storedUsers({ users: await past(names) });
    expect(stored.map(({ _id }) => _id)).toEqual(accepted.map(({ text }) => JSON.parse(text)._id));
    expect((await answers).map(({ status }) => status)).not.toContain(500);
    expect(stored.length).toBeLessThanOrEqual(1);
  });

  it('users who are stored twice keep sign-ups out until one of them is gone', async () => {
    const names = freshNames();
    const stored = await past(names);
    const twice = { connection: CONNECTION.name, email: 'twice@example.com' };
    await stored.collection.insertMany([{ ...twice }, { ...twice }] as never);
    const line = await apps.database.line(topology);
    const users = userModel(await apps.database.connect({}, line), names);
    const app = await apps.start({ users, hasher: fakeHasher() });
    await expect(app.router.ready()).rejects.toThrow();
    expectFailure(await onlyAnswer(app, REQUEST), UNAVAILABLE);
    expect(await stored.countDocuments()).toBe(2);

    await stored.collection.deleteOne(twice);
    await app.router.ready();
    expect(await onlyAnswer(app, REQUEST)).toMatchObject({ status: 200 });
  });
});
