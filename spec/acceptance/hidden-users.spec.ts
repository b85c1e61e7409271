import { userModel } from 'express-dbconnections';
import { fakeHasher } from '../support/fake-hasher';
import { rawRequest, signupText } from '../support/raw-request';
import { storedUsers } from '../support/stored-users';
import { REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

const EXISTING = { ...REQUEST, email: 'old@example.com', username: 'olduser' };
const FREE = { ...REQUEST, email: 'free@example.com', username: 'freeuser' };

/** Requests that try to find out whether a user exists. */
const PROBES: readonly [what: string, body: object][] = [
  ['an address', { ...FREE, email: EXISTING.email }],
  ['an address in capital letters with spaces around', { ...FREE, email: ' OLD@EXAMPLE.COM ' }],
  ['a username', { ...FREE, username: EXISTING.username }],
  ['a username in capital letters with spaces around', { ...FREE, username: ' OldUser ' }],
  ['both address and username', EXISTING],
  ['the same body', EXISTING],
  ['an address, with a profile', { ...EXISTING, name: 'A', user_metadata: { plan: 'silver' } }],
];

/** A tenant without the user_exists flag, with the passwords it hashes and its database commands. */
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

/** The bytes of the response, without the headers with a time or the rate limit's counter. */
async function signUp(app: SignupApp, body: object): Promise<string> {
  const response = await (await rawRequest(app, signupText(body))).response();
  return response.replace(/^(?:Date|X-RateLimit-Remaining|X-RateLimit-Reset): .*\r\n/gim, '');
}

describe('a tenant without the user_exists flag', () => {
  it('responds to every sign-up of an existing user with the same bytes', async () => {
    const { app } = await start();
    expect(await signUp(app, EXISTING)).toMatch(/^HTTP\/1\.1 200 /);

    const responses = [];
    for (const [, body] of PROBES) {
      responses.push(await signUp(app, body));
    }

    expect(responses[0]).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*\{"name":"BadRequestError","code":"invalid_s/,
    );
    expect(new Set(responses).size).toBe(1);
    expect(await storedUsers(app)).toHaveLength(1);
  });

  it('responds with the same bytes to a sign-up that loses a race', async () => {
    const { app } = await start();
    await signUp(app, EXISTING);
    const existing = await signUp(app, EXISTING);

    const race = await Promise.all(Array.from({ length: 8 }, () => signUp(app, FREE)));

    const lost = race.filter((response) => !response.startsWith('HTTP/1.1 200 '));
    expect(lost).toHaveLength(7);
    expect(new Set([...lost, existing]).size).toBe(1);
  });

  it.each([['a free address', FREE] as const, ...PROBES])(
    'hashes once and sends one command: %s',
    async (_what, body) => {
      const { app, hashed, commands } = await start();
      await signUp(app, EXISTING);
      hashed.length = 0;
      commands.length = 0;

      await signUp(app, body);

      expect(hashed).toEqual([REQUEST.password]);
      expect(commands).toEqual(['insert']);
    },
  );
});
