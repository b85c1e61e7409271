import { type User, userModel } from 'express-dbconnections';
import type { Model } from 'mongoose';
import { badRequest, expectFailure, UNAVAILABLE } from '../support/expect-failure';
import type { FailPoint } from '../support/fail-points';
import { fakeHasher } from '../support/fake-hasher';
import { rawRequest, signupText } from '../support/raw-request';
import type { Topology } from '../support/topology';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';
import { expectWorking } from './expect-working';
import { onlyAnswer } from './only-answer';
import { type Scenario, type Site, titled } from './scenario';
import { SIGN_UP_FAULTS } from './sign-up-faults';

const TOPOLOGIES = ['standalone', 'replica set'] as const satisfies readonly Topology[];
// What a busy machine may take longer than the deadline says; the driver takes 30 s, or for ever.
const SLACK = 15_000;

jest.setTimeout(60_000);

const apps = useSignupApps();
let count = 0;

async function prepare(
  topology: Topology,
  { driver, router }: Pick<Scenario, 'driver' | 'router'>,
): Promise<Site> {
  count += 1;
  const line = await apps.database.line(topology);
  const connection = await apps.database.connect({ heartbeatFrequencyMS: 500, ...driver }, line);
  const names = { name: `User${count}`, collection: `faults_${count}` };
  const users = userModel(connection, names);
  const app = await apps.start({ users, hasher: fakeHasher(), ...router });
  await app.router.ready();
  const stored = userModel(await apps.database.connect(), names);
  return { topology, app, line, connection, stored };
}

/** Whoever has the address of the sign-up. */
const SAME = { email: REQUEST.email };
const signUp = { ...REQUEST, username: 'johndoe' };

const mend = ({ line }: Site) => line.restore();

/** Waits for as many users, until what is on its way has arrived. */
async function expectCount(stored: Model<User>, filter: object, expected: number): Promise<void> {
  const end = performance.now() + SLACK;
  while ((await stored.countDocuments(filter)) !== expected && performance.now() < end) {}
  expect(await stored.countDocuments(filter)).toBe(expected);
}

async function play(topology: Topology, scenario: Scenario): Promise<void> {
  const { answer, stored, later = stored, router: { timeout = 8000 } = {} } = scenario;
  const site = await prepare(topology, scenario);
  await scenario.fault(site);

  const start = performance.now();
  const [received] = await Promise.all([onlyAnswer(site.app, signUp), scenario.meanwhile?.(site)]);
  expect(performance.now() - start).toBeLessThan(timeout + SLACK);

  await expectCount(site.stored, SAME, stored);
  if (answer === 'signed up') {
    const user = await site.stored.findOne(SAME);
    expect(JSON.parse(received.text)).toMatchObject({ _id: String(user?._id) });
  } else {
    expectFailure(received, answer);
  }

  await (scenario.recover ?? mend)(site);
  await expectCount(site.stored, SAME, later);
  await expectRecovered(scenario, site, later);
}

/** Sign-ups work again, and whoever tries the same one again is told what is true. */
async function expectRecovered({ answer }: Scenario, { app }: Site, later: number): Promise<void> {
  await expectWorking(app);
  if (answer === 'signed up' || answer.status === 503) {
    const again = await onlyAnswer(app, signUp);
    if (later === 1) {
      expectFailure(again, badRequest('user_exists', 'The user already exists.'));
    } else {
      expect(again).toMatchObject({ status: 200 });
    }
  }
}

it('are at least thirty scenarios', () => {
  const scenarios = TOPOLOGIES.map((topology) =>
    Object.values(SIGN_UP_FAULTS).flatMap((group) => titled(topology, group)),
  );
  expect(Math.min(...scenarios.map(({ length }) => length))).toBeGreaterThanOrEqual(30);
});

describe.each(TOPOLOGIES)('on a %s', (topology) => {
  describe.each(Object.entries(SIGN_UP_FAULTS))('%s', (_group, scenarios) => {
    it.each(titled(topology, scenarios))('%s', (_title, scenario) => play(topology, scenario));
  });

  const TWENTY = Array.from({ length: 20 }, (_, index) => ({
    ...REQUEST,
    email: `user${index}@example.com`,
  }));

  it.each<[string, FailPoint, number]>([
    ['before', 'hold', 0],
    ['after', 'hold after', TWENTY.length],
  ])('twenty sign-ups hang %s the commit: 503 each', async (_moment, fault, stored) => {
    const site = await prepare(topology, { router: { timeout: 1000 } });
    site.line.fail('insert', fault, Number.POSITIVE_INFINITY);

    const start = performance.now();
    const answers = await Promise.all(TWENTY.map((body) => onlyAnswer(site.app, body)));

    expect(performance.now() - start).toBeLessThan(1000 + SLACK);
    for (const answer of answers) {
      expectFailure(answer, UNAVAILABLE);
    }
    await expectCount(site.stored, {}, stored);

    await site.line.restore();
    await expectCount(site.stored, {}, TWENTY.length);
    await expectWorking(site.app);
  });

  it('the sender leaves before the commit: stored, and nobody is told', async () => {
    const site = await prepare(topology, {});
    const held = site.line.fail('insert', 'hold');
    const sender = await rawRequest(site.app, signupText(REQUEST));
    await held;

    await sender.leave();
    await site.line.restore();

    await expectCount(site.stored, SAME, 1);
    expect(site.app.errors).toEqual([]);
    await expectWorking(site.app);
  });
});
