import { on } from 'node:events';
import { type User, userModel } from 'express-dbconnections';
import type { Model } from 'mongoose';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { storedUsers } from '../support/stored-users';
import type { Topology } from '../support/topology';
import { CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';
import { onlyResponse } from './only-response';
import { START_SCENARIOS, type StartScenario } from './start-scenarios';
import { useScenarios } from './use-scenarios';

// How long a sign-up may wait for the indexes, and what a busy machine may need in addition; Mongoose
// alone waits 10 s.
const MAX_WAIT_MS = 1000;
const SLACK_MS = 8000;

const apps = useSignupApps();
const scenario = useScenarios();
let count = 0;

/** The names of a model and a collection that no other scenario uses. */
function newNames() {
  count += 1;
  return { name: `User${count}`, collection: `starts_${count}` };
}

/** The model without a line in between. */
async function directModel(names: ReturnType<typeof newNames>): Promise<Model<User>> {
  return userModel(await apps.database.connect(), names);
}

async function play(topology: Topology, played: StartScenario): Promise<void> {
  const names = newNames();
  const line = await apps.database.line(topology);
  const stored = await directModel(names);
  await played.arrange?.({ line, stored });
  const driver = { heartbeatFrequencyMS: 500, ...played.driver };
  const connection = apps.database.open(driver, line);
  const users = userModel(connection, names);
  const app = await apps.start({ users, hasher: fakeHasher() });
  const ready = app.router.ready();

  const start = performance.now();
  const early = await onlyResponse(app, REQUEST);
  expect(performance.now() - start).toBeLessThan(MAX_WAIT_MS + SLACK_MS);
  expectFailure(early, UNAVAILABLE);
  expect(await storedUsers({ users: stored })).toEqual([]);

  await played.recover({ line, connection, stored });
  await ready;
  expect(await onlyResponse(app, REQUEST)).toMatchObject({ status: 200 });
  expect(await storedUsers({ users: stored })).toMatchObject([{ email: REQUEST.email }]);
}

async function playEqualSignUps(topology: Topology): Promise<void> {
  const names = newNames();
  const line = await apps.database.line(topology);
  const users = userModel(await apps.database.connect({}, line), names);
  const building = line.fail('createIndexes', 'hold');
  const hasher = fakeHasher();
  const app = await apps.start({ users, hasher });
  await building;

  const responses = Promise.all(Array.from({ length: 12 }, () => onlyResponse(app, REQUEST)));
  const arrived = on(app.server, 'request');
  for (let index = 0; index < 12; index += 1) {
    await arrived.next();
  }
  // A response to a later request shows that the twelve are being handled.
  expect(await onlyResponse(app, {})).toMatchObject({ status: 400 });
  expect(hasher.hashed).toEqual([]);
  await line.restore();

  const accepted = (await responses).filter(({ status }) => status === 200);
  const stored = await storedUsers({ users: await directModel(names) });
  expect(stored.map(({ _id }) => _id)).toEqual(accepted.map(({ text }) => JSON.parse(text)._id));
  expect((await responses).map(({ status }) => status)).not.toContain(500);
  expect(stored.length).toBeLessThanOrEqual(1);
}

async function playDuplicateUsers(topology: Topology): Promise<void> {
  const names = newNames();
  const stored = await directModel(names);
  const duplicate = { connection: CONNECTION.name, email: 'duplicate@example.com' };
  await stored.collection.insertMany([{ ...duplicate }, { ...duplicate }] as never);
  const line = await apps.database.line(topology);
  const users = userModel(await apps.database.connect({}, line), names);
  const app = await apps.start({ users, hasher: fakeHasher() });
  await expect(app.router.ready()).rejects.toThrow();
  expectFailure(await onlyResponse(app, REQUEST), UNAVAILABLE);
  expect(await stored.countDocuments()).toBe(2);

  await stored.collection.deleteOne(duplicate);
  await app.router.ready();
  expect(await onlyResponse(app, REQUEST)).toMatchObject({ status: 200 });
}

describe.each<Topology>(['standalone', 'replica set'])('on a %s', (topology) => {
  describe('the first sign-up gets 503 and a later one 200 when', () => {
    for (const played of START_SCENARIOS) {
      scenario(played.name, () => play(topology, played));
    }
  });

  scenario('at most one of twelve equal sign-ups during the index build succeeds', () =>
    playEqualSignUps(topology),
  );

  scenario('sign-ups get 503 until stored duplicates are removed', () =>
    playDuplicateUsers(topology),
  );
});
