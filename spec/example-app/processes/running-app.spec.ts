import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import request from 'supertest';
import { expectDocumented } from '../../support/expect-documented';
import { describeWithShell, paste } from '../support/shell';
import {
  CONNECTION,
  SIGNUP_PATH,
  signUpByRequest,
  signupBody,
  storedEmails,
  storedUser,
} from '../support/stored-users';
import { PASSWORD, useExampleApp, useExampleApps } from '../support/use-example-apps';

jest.setTimeout(30_000);

const app = useExampleApp();
const apps = useExampleApps();

describe('the terminal', () => {
  it('shows the addresses, the client ID, the connections and where the users are', () => {
    const { url, secureUrl, output } = app;
    expect(output).toContain(`  The page       ${url}/\n`);
    expect(output).toContain(`  Over https     ${secureUrl}/\n`);
    expect(output).toContain(`
  Certificate    self-signed, in memory only
  Client ID      example-client
  Connections    Username-Password-Authentication  good
                 Requires-Username                 good, with a username
                 Policy-None                       none
                 Policy-Low                        low
                 Policy-Fair                       fair
                 Policy-Excellent                  excellent
                 Dictionary-And-Personal-Data      low
  Users          embedded, in memory only
`);
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(secureUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  });

  it('shows nothing about sign-ups, stored or refused', async () => {
    const other = await apps.start();
    const greeting = other.output;
    const post = (body: object) => request(other.url).post(SIGNUP_PATH).send(body);
    await post(signupBody('jane@example.com')).expect(200);
    await post(signupBody('jane@example.com')).expect(400);
    await post(signupBody(PASSWORD)).expect(400);
    await post({ ...signupBody('a@example.com'), password: 'a' }).expect(400);
    await request(other.url)
      .post(SIGNUP_PATH)
      .type('json')
      .send(`{"password":"${PASSWORD}"`)
      .expect(400);
    other.kill('SIGTERM');
    await other.ended;
    expect(other.output).toBe(greeting);
  });
});

describe('the files of the clients', () => {
  it("include auth0.js's own, unchanged", async () => {
    const { text } = await request(app.url).get('/auth0-js/dist/auth0.min.js').expect(200);
    expect(text).toBe(await readFile(require.resolve('auth0-js/dist/auth0.min.js'), 'utf8'));
  });

  it.each(['/client/example-client.js', '/js/lock/14.3.0/en.js', '/lock/auth0-lock.js'])(
    'include %s for Lock',
    async (path) => {
      await request(app.url)
        .get(path)
        .expect(200)
        .expect('Content-Type', /^text\/javascript/);
    },
  );

  it.each([
    { path: '/', more: '' },
    { path: '/auth0-js/', more: '' },
    { path: '/lock/', more: "; style-src 'self' 'unsafe-inline'; img-src 'self' data:" },
  ])('are loaded under a policy that allows no other sources: $path', async ({ path, more }) => {
    const strict =
      "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
      "object-src 'none'";
    const { headers } = await request(app.url).get(path).expect(200);
    expect(headers['content-security-policy']).toBe(strict + more);
  });
});

describe('https', () => {
  it('serves the same app, with the same users', async () => {
    const body = signupBody('secure@example.com');
    await request(app.secureUrl).post(SIGNUP_PATH).disableTLSCerts().send(body).expect(200);
    expect(await storedUser(app.url, 'secure@example.com')).toBeDefined();
  });
});

describe("a page's origin", () => {
  const post = (url: string, email: string, origin: string) =>
    request(url).post(SIGNUP_PATH).disableTLSCerts().set('Origin', origin).send(signupBody(email));

  it("can be the app's own, by each of its names, over http and https", async () => {
    const origins = [app.url, app.secureUrl].flatMap((url) =>
      ['127.0.0.1', 'localhost', '[::1]'].map((name) => url.replace('127.0.0.1', name)),
    );
    for (const [index, origin] of origins.entries()) {
      await post(app.url, `own.${index}@example.com`, origin).expect(200);
    }
    await post(app.secureUrl, 'own@example.com', app.secureUrl).expect(200);
  });

  it('can be no other, whether or not the address is taken', async () => {
    await signUpByRequest(app.url, 'taken@example.com');
    const others = ['https://evil.example', 'http://127.0.0.1:3000', 'http://localhost', 'null'];
    for (const origin of others) {
      const taken = await post(app.url, 'taken@example.com', origin).expect(403);
      const free = await post(app.url, 'free@example.com', origin).expect(403);
      expect(taken.body).toEqual(free.body);
      expect(taken.body.error).toBe('access_denied');
    }
    expect(await storedUser(app.url, 'free@example.com')).toBeUndefined();
  });
});

describe('the Host header', () => {
  it.each(['url', 'secureUrl'] as const)('must be the own one: %s', async (key) => {
    const get = (host: string) =>
      request(app[key]).get('/users').disableTLSCerts().set('Host', host);
    const { port } = new URL(app[key]);
    await get(`evil.example:${port}`).expect(403);
    await get(`localhost:${port}`).expect(200);
  });
});

describeWithShell('the printed curl line', () => {
  it('signs up a new user each time that it is pasted into a shell', async () => {
    const line = /^curl .*$/m.exec(app.output)?.[0] ?? '';
    const stored = (await storedEmails(app.url)).length;
    for (let count = 1; count <= 2; count += 1) {
      const response = await paste(line);
      expect(response).toMatchObject({
        status: 200,
        body: {
          _id: expect.stringMatching(/^[0-9a-f]{24}$/),
          email_verified: false,
          email: expect.stringMatching(/^jane\..+@example\.com$/),
        },
      });
      expect(await storedEmails(app.url)).toHaveLength(stored + count);
    }
  });
});

describeWithShell("the curl sample of Auth0's documentation", () => {
  const EMAIL = 'test.account@signup.com';

  /** As in the documentation, with the values that a reader has to fill in. */
  function sample(file: string, connection: string): string {
    return readFileSync(join(__dirname, '..', 'support', file), 'utf8')
      .replace(`https://\${account.namespace}`, app.url)
      .replace(`\${account.clientId}`, 'example-client')
      .replace('EMAIL', EMAIL)
      .replace('"PASSWORD"', `"${PASSWORD}"`)
      .replace('CONNECTION', connection);
  }

  it.each([
    {
      file: 'signup-1.sh',
      connection: CONNECTION,
      response: `"email_verified":false,"email":"${EMAIL}"`,
    },
    {
      file: 'signup-2.sh',
      connection: 'Requires-Username',
      response:
        `"email_verified":false,"email":"${EMAIL}","username":"johndoe","given_name":"John",` +
        '"family_name":"Doe","name":"John Doe","nickname":"johnny",' +
        '"picture":"http://example.org/jdoe.png",' +
        '"user_metadata":{"plan":"silver","team_id":"a111"}',
    },
  ])('signs a user up on $connection once', async ({ file, connection, response }) => {
    const before = await storedEmails(app.url);
    const line = sample(file, connection);
    const { text } = await paste(line);
    expect(text.replace(/"_id":"[0-9a-f]{24}"/, '"_id":…')).toBe(`{"_id":…,${response}}`);
    expect((await paste(line)).text).toBe(
      '{"name":"BadRequestError","code":"user_exists",' +
        '"description":"The user already exists.","statusCode":400}',
    );
    expect(await storedEmails(app.url)).toEqual([EMAIL, ...before]);
  });
});

describe('sixteen sign-ups at once', () => {
  // On a busy machine the last ones may wait for a thread for so long that they get a 503.
  it('get a 200 or a 503, and other requests are served meanwhile', async () => {
    const emails = Array.from({ length: 16 }, (_, number) => `many.${number}@example.com`);
    let pending = emails.length;
    const signups = emails.map(async (email) => {
      const { status, headers } = await request(app.url)
        .post(SIGNUP_PATH)
        .send(signupBody(email))
        .expect(expectDocumented);
      pending -= 1;
      return { email, status, retryAfter: headers['retry-after'] };
    });

    const times: number[] = [];
    while (pending > 0) {
      const began = performance.now();
      await request(app.url).get('/ping').expect(200, { ok: true });
      if (pending > 0) {
        times.push(performance.now() - began);
      }
    }

    const responses = await Promise.all(signups);
    const accepted = responses.filter(({ status }) => status === 200).map(({ email }) => email);
    const deferred = responses.filter(({ status, retryAfter }) => status === 503 && retryAfter);
    expect(accepted.length + deferred.length).toBe(emails.length);
    const stored = (await storedEmails(app.url)).filter((email) => emails.includes(String(email)));
    expect(stored.sort()).toEqual(accepted.sort());
    for (const { email } of deferred) {
      await signUpByRequest(app.url, email);
    }
    // If passwords were hashed in the app's own thread, there would be at most one ping per hash.
    expect(times.length).toBeGreaterThan(emails.length);
    const p99 = times.sort((a, b) => a - b).at(Math.floor(times.length * 0.99)) ?? Number.NaN;
    process.stdout.write(
      `${times.length} pings during ${emails.length} sign-ups, 99 % within ${p99.toFixed(1)} ms\n`,
    );
  });
});
