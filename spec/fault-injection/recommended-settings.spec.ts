import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { userModel } from 'express-dbconnections';
import { expectFailure, UNAVAILABLE } from '../support/expect-failure';
import { fakeHasher } from '../support/fake-hasher';
import { storedUsers } from '../support/stored-users';
import type { Topology } from '../support/topology';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';
import { expectWorking } from './expect-working';
import { onlyResponse } from './only-response';
import type { Environment } from './scenario';
import { useScenarios } from './use-scenarios';

const RECOMMENDED = {
  serverSelectionTimeoutMS: 3000,
  socketTimeoutMS: 2000,
  waitQueueTimeoutMS: 1000,
  maxPoolSize: 20,
  w: 'majority',
  bufferCommands: false,
} as const;

// Default `timeout` of the router.
const DEADLINE_MS = 8000;

const apps = useSignupApps();
const scenario = useScenarios();
let count = 0;

it.each(Object.entries(RECOMMENDED))(
  'the README and userModel() recommend %s: %j',
  async (name, value) => {
    const root = join(__dirname, '..', '..');
    const shown = typeof value === 'string' ? `'${value}'` : String(value);
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    expect(readme).toMatch(new RegExp(`\\| \`${name}\` \\| [^|]* \\| \`?${shown}\`? \\|`));
    const comment = await readFile(join(root, 'lib', 'users', 'user-model.ts'), 'utf8');
    expect(comment).toContain(`\`${name}: ${shown}\``);
  },
);

interface InsertScenario {
  readonly name: string;
  /** Keeps the insert from ending. */
  readonly arrange: (environment: Pick<Environment, 'line' | 'connection' | 'app'>) => unknown;
}

const SCENARIOS: readonly InsertScenario[] = [
  {
    name: 'the server hangs during the insert',
    arrange({ line }) {
      line.fail('insert', 'hold', Number.POSITIVE_INFINITY);
    },
  },
  {
    name: 'the server hangs during every command',
    arrange({ line }) {
      line.fail('*', 'hold', Number.POSITIVE_INFINITY);
    },
  },
  {
    name: 'the server is down, and the driver has noticed',
    async arrange({ line, connection }) {
      const noticed = once(connection.getClient(), 'serverDescriptionChanged');
      await line.cut();
      await noticed;
    },
  },
  {
    name: 'all connections of the pool are in use',
    async arrange({ line, app }) {
      const held = line.fail('insert', 'hold', RECOMMENDED.maxPoolSize);
      for (let index = 0; index < RECOMMENDED.maxPoolSize; index += 1) {
        const other = { ...REQUEST, email: `user${index}@example.com` };
        onlyResponse(app, other).catch(() => undefined);
      }
      await held;
    },
  },
];

async function play(topology: Topology, { arrange }: InsertScenario): Promise<void> {
  count += 1;
  const names = { name: `User${count}`, collection: `recommended_${count}` };
  const line = await apps.database.line(topology);
  const settings = { ...RECOMMENDED, heartbeatFrequencyMS: 500 };
  const connection = await apps.database.connect(settings, line);
  const users = userModel(connection, names);
  const stored = userModel(await apps.database.connect(), names);
  const app = await apps.start({ users, hasher: fakeHasher() });
  await app.router.ready();
  await arrange({ line, connection, app });

  const start = performance.now();
  expectFailure(await onlyResponse(app, REQUEST), UNAVAILABLE);
  // The settings of the driver end the sign-up, not the deadline of the router.
  expect(performance.now() - start).toBeLessThan(DEADLINE_MS);

  await line.cut();
  await line.restore();
  await expectWorking(app);
  expect(await storedUsers({ users: stored })).not.toContainEqual(
    expect.objectContaining({ email: REQUEST.email }),
  );
}

describe.each<Topology>(['standalone', 'replica set'])('with them, on a %s', (topology) => {
  describe('the driver sends no insert after a 503 when', () => {
    for (const played of SCENARIOS) {
      scenario(played.name, () => play(topology, played));
    }
  });
});
