import { keepAliveSender } from '../../support/keep-alive-sender';
import { useSignupApps } from '../../support/use-signup-apps';
import { fuzzRequest } from '../arbitraries/fuzz-requests';
import { OPEN_CONNECTIONS, type Tenant } from '../tenants';
import { compareWithModel } from './compare-with-model';
import { fuzzPlan, runFuzz } from './run-fuzz';
import { startTenant } from './start-tenant';
import { Tally } from './tally';

/** The spec of one tenant: sends the planned number of requests and compares each with the model. */
export function fuzzTenant(tenant: Tenant): void {
  const apps = useSignupApps();
  const sender = keepAliveSender();
  const plan = fuzzPlan(process.env);

  jest.setTimeout(3_600_000);
  afterAll(() => sender.end());

  it('responds to random requests, and stores users, exactly as the model of the rules predicts', async () => {
    const served = await startTenant(apps, tenant);
    const printed = watchTerminal();
    const tally = new Tally();

    await runFuzz(fuzzRequest, plan, async (request) => {
      tally.add(await compareWithModel(request, served, sender));
    });

    expect(printed()).toEqual([]);
    expect(await served.users.countDocuments()).toBe(OPEN_CONNECTIONS.length);
    process.stdout.write(
      `${tally.total} requests to the ${tenant.name} tenant, seed ${plan.seed}\n${tally.lines()}`,
    );
    if (plan.path === undefined) {
      expect(tally.share('200')).toBeGreaterThan(0.2);
      expect(tally.share('200')).toBeLessThan(0.5);
    }
  });
}

/** No request makes the route write to the host's terminal. */
function watchTerminal(): () => readonly unknown[] {
  const names = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const watched = [
    ...names.map((name) => jest.spyOn(console, name)),
    jest.spyOn(process.stderr, 'write'),
    jest.spyOn(process, 'emitWarning'),
  ];
  return () => {
    const calls = watched.flatMap(({ mock }) => mock.calls as unknown[]);
    jest.restoreAllMocks();
    return calls;
  };
}
