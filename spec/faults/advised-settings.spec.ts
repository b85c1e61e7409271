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
import { onlyAnswer } from './only-answer';
import type { Site } from './scenario';

const ADVISED = {
  serverSelectionTimeoutMS: 3000,
  socketTimeoutMS: 2000,
  waitQueueTimeoutMS: 1000,
  maxPoolSize: 20,
  w: 'majority',
  bufferCommands: false,
} as const;

jest.setTimeout(60_000);

const apps = useSignupApps();
let count = 0;

it.each(Object.entries(ADVISED))(
  'the README and userModel() advise %s: %j',
  async (name, value) => {
    const root = join(__dirname, '..', '..');
    const shown = typeof value === 'string' ? `'${value}'` : String(value);
    const readme = await readFile(join(root, 'README.md'), 'utf8');
    expect(readme).toMatch(new RegExp(`\\| \`${name}\` \\| [^|]* \\| \`?${shown}\`? \\|`));
    const comment = await readFile(join(root, 'lib', 'users', 'user-model.ts'), 'utf8');
    expect(comment).toContain(`\`${name}: ${shown}\``);
  },
);

/** What keeps an insert from ending. */
const faults: readonly [string, (site: Pick<Site, 'line' | 'connection' | 'app'>) => unknown][] = [
  ['the server hangs', ({ line }) => void line.fail('insert', 'hold', Number.POSITIVE_INFINITY)],
  ['the server hangs whatever it is asked', ({ line }) => void line.fail('*', 'hold', Infinity)],
  [
    'the server is killed, and the driver knows',
    async ({ line, connection }) => {
      const known = once(connection.getClient(), 'serverDescriptionChanged');
      await line.cut();
      await known;
    },
  ],
  [
    'all connections are in use',
    async ({ line, app }) => {
      const held = line.fail('insert', 'hold', ADVISED.maxPoolSize);
      for (let index = 0; index < ADVISED.maxPoolSize; index += 1) {
        const other = { ...REQUEST, email: `user${index}@example.com` };
        onlyAnswer(app, other).catch(() => undefined);
      }
      await held;
    },
  ],
];

describe.each<Topology>(['standalone', 'replica set'])('with them, on a %s', (topology) => {
  it.each(faults)('the driver sends no insert after a 503 when %s', async (_name, fault) => {
    count += 1;
    const names = { name: `User${count}`, collection: `advised_${count}` };
    const line = await apps.database.line(topology);
    const connection = await apps.database.connect({ ...ADVISED, heartbeatFrequencyMS: 500 }, line);
    const users = userModel(connection, names);
    const stored = userModel(await apps.database.connect(), names);
    const app = await apps.start({ users, hasher: fakeHasher() });
    await app.router.ready();
    await fault({ line, connection, app });

    expectFailure(await onlyAnswer(app, REQUEST), UNAVAILABLE);

    const failed = app.errors.map((error) => String((error as Error).cause));
    expect(failed).not.toContain('Error: No response within 8000 ms');
    await line.cut();
    await line.restore();
    await expectWorking(app);
    expect(await storedUsers({ users: stored })).not.toContainEqual(
      expect.objectContaining({ email: REQUEST.email }),
    );
  });
});
