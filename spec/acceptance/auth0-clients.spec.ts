import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { storedUsers } from '../support/stored-users';
import { type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const run = promisify(execFile);

// Node processes start slowly on a busy machine.
jest.setTimeout(60_000);

const FULL = {
  connection: 'DB',
  email: 'ada@example.com',
  password: 'Abcdef1!',
  given_name: 'Ada',
  user_metadata: { plan: 'silver' },
};

interface Signup {
  readonly domain: string;
  readonly parameters: object;
}

/** Signs up in one Node process, which loads the client once; resolves with a result per sign-up. */
async function runClient(
  script: string,
  signups: readonly Signup[],
  env: NodeJS.ProcessEnv = {},
): Promise<readonly unknown[]> {
  const args = [join(__dirname, 'support', script), JSON.stringify(signups)];
  const { stdout } = await run('node', args, { env: { ...process.env, ...env } });
  return JSON.parse(stdout);
}

/** An app on which the address of {@link FULL} is taken. */
async function startTaken(): Promise<SignupApp> {
  const app = await apps.start();
  expect((await app.post({ ...FULL, client_id: 'CID' })).status).toBe(200);
  return app;
}

describe('auth0.js', () => {
  let stored: readonly object[];
  let results: readonly unknown[];

  beforeAll(async () => {
    const fresh = await apps.start();
    const taken = await startTaken();
    const signups = [
      { domain: fresh.url, parameters: FULL },
      { domain: taken.url, parameters: FULL },
      { domain: taken.url, parameters: { ...FULL, email: 'nope' } },
      { domain: taken.url, parameters: { ...FULL, connection: 'x' } },
      { domain: taken.url, parameters: { ...FULL, email: 'b@example.com', password: 'weak' } },
    ];
    results = await runClient('auth0-js-process.cjs', signups);
    stored = await storedUsers(fresh);
  });

  it('signs a user up', () => {
    expect(results[0]).toEqual({
      data: {
        Id: expect.stringMatching(/^[0-9a-f]{24}$/),
        emailVerified: false,
        email: 'ada@example.com',
        givenName: 'Ada',
        userMetadata: { plan: 'silver' },
      },
    });
    expect(stored).toMatchObject([{ given_name: 'Ada' }]);
  });

  it.each([
    ['a taken address', 1, 'user_exists', 'The user already exists.'],
    ['an invalid address', 2, 'invalid email address', 'invalid email address'],
    ['an unknown connection', 3, 'connection not found', 'connection not found'],
  ])('passes the error to the application: %s', (_what, index, code, description) => {
    expect(results[index]).toMatchObject({ error: { code, description } });
  });

  it('passes the rules that a weak password breaks to the application', () => {
    expect(results[4]).toMatchObject({
      error: {
        code: 'invalid_password',
        name: 'PasswordStrengthError',
        policy: expect.stringMatching(/^\* At least 8 characters/),
        description: {
          verified: false,
          rules: [{ code: 'lengthAtLeast' }, { items: [{}, {}, {}, {}] }],
        },
      },
    });
  });
});

describe("Auth0's Node SDK", () => {
  let folder: string;
  let results: readonly unknown[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    const certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    const file = join(folder, 'certificate.pem');
    await writeFile(file, certificate.cert);

    const servers = [await apps.start(), await startTaken()].map(({ app }) =>
      createServer({ cert: certificate.cert, key: certificate.private }, app),
    );
    await Promise.all(servers.map((server) => once(server.listen(0, '127.0.0.1'), 'listening')));
    const signups = servers.map((server) => ({
      domain: `localhost:${(server.address() as AddressInfo).port}`,
      parameters: FULL,
    }));
    results = await runClient('node-sdk-process.cjs', signups, { NODE_EXTRA_CA_CERTS: file });
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('signs a user up', () => {
    const [result] = results as readonly { readonly data: { readonly _id: string } }[];
    expect(result).toEqual({
      status: 200,
      data: {
        _id: expect.stringMatching(/^[0-9a-f]{24}$/),
        id: result?.data._id,
        email_verified: false,
        email: 'ada@example.com',
        given_name: 'Ada',
        user_metadata: { plan: 'silver' },
      },
    });
  });

  it('throws its AuthApiError for a taken address', () => {
    expect(results[1]).toEqual({
      name: 'AuthApiError',
      error: 'user_exists',
      error_description: 'The user already exists.',
      statusCode: 400,
    });
  });
});
