import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import { type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const run = promisify(execFile);

const FULL = {
  connection: 'DB',
  email: 'ada@example.com',
  password: 'Abcdef1!',
  given_name: 'Ada',
  user_metadata: { plan: 'silver' },
};

function application(client: string, domain: string, parameters: object, env = {}) {
  const script = join(__dirname, '..', 'support', `sign-up-with-${client}.cjs`);
  const args = [script, domain, JSON.stringify(parameters)];
  return run('node', args, { env: { ...process.env, ...env } });
}

async function signUpWithAuth0Js(app: SignupApp, parameters: object) {
  const { stdout } = await application('auth0-js', app.url, parameters);
  return JSON.parse(stdout);
}

describe('auth0.js', () => {
  it('signs a user up', async () => {
    const app = await apps.start();
    const { data } = await signUpWithAuth0Js(app, FULL);
    expect(data).toEqual({
      Id: expect.stringMatching(/^[0-9a-f]{24}$/),
      emailVerified: false,
      email: 'ada@example.com',
      givenName: 'Ada',
      userMetadata: { plan: 'silver' },
    });
    expect(await app.users.countDocuments({ given_name: 'Ada' })).toBe(1);
  });

  it.each([
    ['a taken address', {}, 'user_exists', 'The user already exists.'],
    ['an invalid address', { email: 'nope' }, 'invalid email address', 'invalid email address'],
    ['an unknown connection', { connection: 'x' }, 'connection not found', 'connection not found'],
  ])('tells the application of %s', async (_what, change, code, description) => {
    const app = await apps.start();
    await app.post({ ...FULL, client_id: 'CID' });
    const { error } = await signUpWithAuth0Js(app, { ...FULL, ...change });
    expect(error).toMatchObject({ code, description });
  });

  it('tells the application which rules a weak password breaks', async () => {
    const { error } = await signUpWithAuth0Js(await apps.start(), { ...FULL, password: 'weak' });
    expect(error).toMatchObject({
      code: 'invalid_password',
      name: 'PasswordStrengthError',
      policy: expect.stringMatching(/^\* At least 8 characters/),
      description: {
        verified: false,
        rules: [{ code: 'lengthAtLeast' }, { items: [{}, {}, {}, {}] }],
      },
    });
  });
});

describe("Auth0's Node SDK", () => {
  let folder: string;
  let certificate: { readonly cert: string; readonly private: string };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'certificate-'));
    certificate = await generate([{ name: 'commonName', value: 'localhost' }], {
      algorithm: 'sha256',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    });
    await writeFile(join(folder, 'certificate.pem'), certificate.cert);
  });

  afterAll(() => rm(folder, { recursive: true }));

  async function signUpWithNodeSdk({ app }: SignupApp, parameters: object): Promise<object> {
    const server = createServer({ cert: certificate.cert, key: certificate.private }, app);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const domain = `localhost:${(server.address() as AddressInfo).port}`;
    const trust = { NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem') };
    const { stdout } = await application('node-sdk', domain, parameters, trust);
    server.closeAllConnections();
    server.close();
    return JSON.parse(stdout);
  }

  it('signs a user up', async () => {
    const app = await apps.start();
    const { data, status } = (await signUpWithNodeSdk(app, FULL)) as {
      data: { _id: string };
      status: number;
    };
    expect(status).toBe(200);
    expect(data).toEqual({
      _id: expect.stringMatching(/^[0-9a-f]{24}$/),
      id: data._id,
      email_verified: false,
      email: 'ada@example.com',
      given_name: 'Ada',
      user_metadata: { plan: 'silver' },
    });
  });

  it('throws its AuthApiError for a taken address', async () => {
    const app = await apps.start();
    await app.post({ ...FULL, client_id: 'CID' });
    expect(await signUpWithNodeSdk(app, FULL)).toEqual({
      name: 'AuthApiError',
      error: 'user_exists',
      error_description: 'The user already exists.',
      statusCode: 400,
    });
  });
});
