import { setTimeout } from 'node:timers/promises';
import { type User, userModel } from 'express-dbconnections';
import type { Model } from 'mongoose';
import { badRequest, expectFailure, UNAVAILABLE } from '../support/expect-failure';
import type { FailPoint } from '../support/fail-points';
import { fakeHasher } from '../support/fake-hasher';
import { rawRequest, signupText } from '../support/raw-request';
import type { Topology } from '../support/topology';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';
import { expectWorking } from './expect-working';
import { onlyResponse } from './only-response';
import { type Environment, type Scenario, scenariosOn, titleOf } from './scenario';
import { SIGN_UP_SCENARIOS } from './sign-up-scenarios';
import { useScenarios } from './use-scenarios';

const TOPOLOGIES = ['standalone', 'replica set'] as const satisfies readonly Topology[];
// What a busy machine may need beyond the deadline; the driver waits 30 s, or forever.
const SLACK_MS = 15_000;
const POLL_INTERVAL_MS = 10;

const apps = useSignupApps();
const scenario = useScenarios();
let count = 0;

async function prepare(
  topology: Topology,
  { driver, router }: Pick<Scenario, 'driver' | 'router'>,
): Promise<Environment> {
  count += 1;
  const names = { name: `User${count}`, collection: `fault_injection_${count}` };
  const line = await apps.database.line(topology);
  const connection = await apps.database.connect({ heartbeatFrequencyMS: 500, ...driver }, line);
  const users = userModel(connection, names);
  const app = await apps.start({ users, hasher: fakeHasher(), ...router });
  await app.router.ready();
  const stored = userModel(await apps.database.connect(), names);
  return { topology, app, line, connection, stored };
}

const SAME_EMAIL = { email: REQUEST.email };
const SIGN_UP = { ...REQUEST, username: 'johndoe' };

const restoreLine = ({ line }: Environment) => line.restore();

/** Waits until `expected` users are stored: a command may still be on its way. */
async function expectCount(stored: Model<User>, filter: object, expected: number): Promise<void> {
  const end = performance.now() + SLACK_MS;
  while ((await stored.countDocuments(filter)) !== expected && performance.now() < end) {
    await setTimeout(POLL_INTERVAL_MS);
  }
  expect(await stored.countDocuments(filter)).toBe(expected);
}

async function play(topology: Topology, played: Scenario): Promise<void> {
  const { response, stored, storedLater = stored, router: { timeout = 8000 } = {} } = played;
  const environment = await prepare(topology, played);
  await played.arrange?.(environment);

  const start = performance.now();
  const during = played.during?.(environment);
  const [received] = await Promise.all([onlyResponse(environment.app, SIGN_UP), during]);
  expect(performance.now() - start).toBeLessThan(timeout + SLACK_MS);

  await expectCount(environment.stored, SAME_EMAIL, stored);
  if (response === 'success') {
    const user = await environment.stored.findOne(SAME_EMAIL);
    expect(JSON.parse(received.text)).toMatchObject({ _id: String(user?._id) });
  } else {
    expectFailure(received, response);
  }

  await (played.recover ?? restoreLine)(environment);
  await expectCount(environment.stored, SAME_EMAIL, storedLater);
  await expectRecovered(played, environment, storedLater);
}

/** Expects sign-ups to work again, and a repeated sign-up to get the true outcome. */
async function expectRecovered(
  { response }: Scenario,
  { app }: Environment,
  storedLater: number,
): Promise<void> {
  await expectWorking(app);
  if (response === 'success' || response.status === 503) {
    const repeated = await onlyResponse(app, SIGN_UP);
    if (storedLater === 1) {
      expectFailure(repeated, badRequest('user_exists', 'The user already exists.'));
    } else {
      expect(repeated).toMatchObject({ status: 200 });
    }
  }
}

const TWENTY_SIGN_UPS = Array.from({ length: 20 }, (_, index) => ({
  ...REQUEST,
  email: `user${index}@example.com`,
}));

async function playTwenty(topology: Topology, failPoint: FailPoint, stored: number): Promise<void> {
  const environment = await prepare(topology, { router: { timeout: 1000 } });
  environment.line.fail('insert', failPoint, Number.POSITIVE_INFINITY);

  const start = performance.now();
  const responses = await Promise.all(
    TWENTY_SIGN_UPS.map((body) => onlyResponse(environment.app, body)),
  );

  expect(performance.now() - start).toBeLessThan(1000 + SLACK_MS);
  for (const response of responses) {
    expectFailure(response, UNAVAILABLE);
  }
  await expectCount(environment.stored, {}, stored);

  await environment.line.restore();
  await expectCount(environment.stored, {}, TWENTY_SIGN_UPS.length);
  await expectWorking(environment.app);
}

async function playDisconnect(topology: Topology): Promise<void> {
  const { app, line, stored } = await prepare(topology, {});
  const held = line.fail('insert', 'hold');
  const client = await rawRequest(app, signupText(REQUEST));
  await held;

  await client.leave();
  await line.restore();

  await expectCount(stored, SAME_EMAIL, 1);
  expect(app.errors).toEqual([]);
  await expectWorking(app);
}

it('has at least thirty scenarios for each topology', () => {
  for (const topology of TOPOLOGIES) {
    const scenarios = scenariosOn(topology, Object.values(SIGN_UP_SCENARIOS).flat());
    expect(scenarios.length).toBeGreaterThanOrEqual(30);
  }
});

describe.each(TOPOLOGIES)('on a %s', (topology) => {
  describe.each(Object.entries(SIGN_UP_SCENARIOS))('%s', (_group, scenarios) => {
    for (const played of scenariosOn(topology, scenarios)) {
      scenario(titleOf(played), () => play(topology, played));
    }
  });

  scenario('20 sign-ups hang before the commit: 503, 0 stored, 20 later', () =>
    playTwenty(topology, 'hold', 0),
  );

  scenario('20 sign-ups hang after the commit: 503, 20 stored', () =>
    playTwenty(topology, 'hold after', TWENTY_SIGN_UPS.length),
  );

  scenario('the client disconnects before the commit: 1 stored, no error', () =>
    playDisconnect(topology),
  );
});
