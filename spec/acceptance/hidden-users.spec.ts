import { userModel } from 'express-dbconnections';
import { fakeHasher } from '../support/fake-hasher';
import { rawRequest, signupText } from '../support/raw-request';
import { storedUsers } from '../support/stored-users';
import { REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

const OLD = { ...REQUEST, email: 'old@example.com', username: 'olduser' };
const FREE = { ...REQUEST, email: 'free@example.com', username: 'freeuser' };

/** What somebody may send who wants to know whether a user exists. */
const PROBES: readonly [what: string, body: object][] = [
  ['an address', { ...FREE, email: OLD.email }],
  ['an address in capital letters, between spaces', { ...FREE, email: ' OLD@EXAMPLE.COM ' }],
  ['a username', { ...FREE, username: OLD.username }],
  ['a username in capital letters, between spaces', { ...FREE, username: ' OldUser ' }],
  ['both', OLD],
  ['the same body as before', OLD],
  ['an address, with a profile', { ...OLD, name: 'A', user_metadata: { plan: 'silver' } }],
];

/** A tenant without the flag, what it hashes, and the commands that reach its database. */
async function start() {
  const hasher = fakeHasher();
  const connection = await apps.database.connect({ monitorCommands: true });
  const commands: string[] = [];
  connection.getClient().on('commandStarted', ({ commandName }) => commands.push(commandName));
  const app = await apps.start({
    users: userModel(connection, { collection: `hidden_${performance.now()}` }),
    hasher,
    flags: {},
    rateLimit: {},
    connectionOptions: { requires_username: true },
  });
  await app.router.ready();
  return { app, hashed: hasher.hashed, commands };
}

/** The whole answer, byte by byte, without the clock and the counter of the rate limit. */
async function answerTo(app: SignupApp, body: object): Promise<string> {
  const answer = await (await rawRequest(app, signupText(body))).answer();
  return answer.replace(/^(?:Date|X-RateLimit-Remaining|X-RateLimit-Reset): .*\r\n/gm, '');
}

describe('at a tenant that hides its users', () => {
  it('every refusal that concerns a user is the same answer, header by header', async () => {
    const { app } = await start();
    expect(await answerTo(app, OLD)).toMatch(/^HTTP\/1\.1 200 /);

    const answers = [];
    for (const [, body] of PROBES) {
      answers.push(await answerTo(app, body));
    }

    expect(answers[0]).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*\{"name":"BadRequestError","code":"invalid_s/,
    );
    expect(new Set(answers).size).toBe(1);
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('so is that of a race that is lost by a moment', async () => {
    const { app } = await start();
    await answerTo(app, OLD);
    const old = await answerTo(app, OLD);

    const race = await Promise.all(Array.from({ length: 8 }, () => answerTo(app, FREE)));

    const lost = race.filter((answer) => !answer.startsWith('HTTP/1.1 200 '));
    expect(lost).toHaveLength(7);
    expect(new Set([...lost, old]).size).toBe(1);
  });

  it.each([['a free address', FREE] as const, ...PROBES])(
    'costs one hash and one command, whatever comes of it: %s',
    async (_what, body) => {
      const { app, hashed, commands } = await start();
      await answerTo(app, OLD);
      hashed.length = 0;
      commands.length = 0;

      await answerTo(app, body);

      expect(hashed).toEqual([REQUEST.password]);
      expect(commands).toEqual(['insert']);
    },
  );
});
