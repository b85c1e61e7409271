import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type MongoDBServer, startMongoDB } from 'express-dbconnections/testing';
import request from 'supertest';
import { openDatabaseLine } from '../support/database-line';
import { expectDocumented } from '../support/expect-documented';
import { closedPort, isOpen, listenOn } from '../support/ports';
import { describeWithShell, paste } from './support/shell';
import { beginSignup } from './support/slow-signup';
import { PASSWORD, useExampleApps } from './support/use-example-apps';

const PATH = '/dbconnections/signup';
const CONNECTION = 'Username-Password-Authentication';

// Some of them wait for a database that is down.
jest.setTimeout(30_000);

const apps = useExampleApps();
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function body(email: string) {
  return { client_id: 'example-client', connection: CONNECTION, email, password: PASSWORD };
}

function signUp(url: string, email: string) {
  return request(url).post(PATH).send(body(email)).expect(expectDocumented);
}

async function storedEmails(url: string): Promise<string[]> {
  const { body: users } = await request(url).get('/users').expect(200);
  return users.map(({ email }: { email: string }) => email);
}

async function newDataFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'example-app-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'made', 'on-the-way', 'users.db');
}

async function startDatabase(port: number): Promise<MongoDBServer> {
  const database = await startMongoDB({ port });
  cleanups.push(() => database.close());
  return database;
}

const user = (fields: object) => ({
  _id: expect.stringMatching(/^[0-9a-f]{24}$/),
  email_verified: false,
  ...fields,
});

describe('the terminal', () => {
  it('tells the address, the client ID, the connections and where the users are', async () => {
    const { url, output } = await apps.start();
    expect(output).toContain(`  The page       ${url}/\n`);
    expect(output).toContain(`
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
  });

  it('stays silent about sign-ups that are taken or refused', async () => {
    const app = await apps.start();
    const greeting = app.output;
    await signUp(app.url, 'jane@example.com').expect(200);
    await signUp(app.url, 'jane@example.com').expect(400);
    await signUp(app.url, PASSWORD).expect(400);
    await request(app.url).post(PATH).type('json').send(`{"password":"${PASSWORD}"`).expect(400);
    await request(app.url)
      .post(PATH)
      .send({ ...body('a@example.com'), password: 'a' })
      .expect(400);
    app.kill('SIGTERM');
    await app.ended;
    expect(app.output).toBe(greeting);
  });
});

function curlLine(output: string): string {
  return /^curl .*$/m.exec(output)?.[0] ?? '';
}

describeWithShell('the printed curl line', () => {
  it('signs another user up each time that it is pasted into a shell', async () => {
    const { url, output } = await apps.start();
    for (let count = 1; count <= 2; count += 1) {
      const answer = await paste(curlLine(output));
      const email = expect.stringMatching(/^jane\..+@example\.com$/);
      expect(answer).toMatchObject({ status: 200, body: user({ email }) });
      expect(await storedEmails(url)).toHaveLength(count);
    }
  });
});

describeWithShell("the curl sample of Auth0's documentation", () => {
  const EMAIL = 'test.account@signup.com';

  /** As it stands in the documentation, with the values that a reader has to fill in. */
  function sample(file: string, url: string, connection: string): string {
    return readFileSync(join(__dirname, 'support', file), 'utf8')
      .replace(`https://\${account.namespace}`, url)
      .replace(`\${account.clientId}`, 'example-client')
      .replace('EMAIL', EMAIL)
      .replace('"PASSWORD"', `"${PASSWORD}"`)
      .replace('CONNECTION', connection);
  }

  it.each([
    {
      file: 'signup-1.sh',
      connection: CONNECTION,
      answer: `"email_verified":false,"email":"${EMAIL}"`,
    },
    {
      file: 'signup-2.sh',
      connection: 'Requires-Username',
      answer:
        `"email_verified":false,"email":"${EMAIL}","username":"johndoe","given_name":"John",` +
        '"family_name":"Doe","name":"John Doe","nickname":"johnny",' +
        '"picture":"http://example.org/jdoe.png",' +
        '"user_metadata":{"plan":"silver","team_id":"a111"}',
    },
  ])('signs a user up on $connection once', async ({ file, connection, answer }) => {
    const { url } = await apps.start();
    const line = sample(file, url, connection);
    const { text } = await paste(line);
    expect(text.replace(/"_id":"[0-9a-f]{24}"/, '"_id":…')).toBe(`{"_id":…,${answer}}`);
    expect((await paste(line)).text).toBe(
      '{"name":"BadRequestError","code":"user_exists",' +
        '"description":"The user already exists.","statusCode":400}',
    );
    expect(await storedEmails(url)).toEqual([EMAIL]);
  });
});

describe('the port', () => {
  it('is heard on the loopback address only', async () => {
    const { url } = await apps.start();
    const port = Number(new URL(url).port);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid)
      .map(({ address }) => address);
    const heardOn = [];
    for (const host of ['127.0.0.1', ...others]) {
      if (await isOpen(port, host)) heardOn.push(host);
    }
    expect(heardOn).toEqual(['127.0.0.1']);
  });

  it.each(['abc', '65536', '-1'])('cannot be %j', async (PORT) => {
    const app = apps.launch({ PORT });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe(
      `PORT is ${JSON.stringify(PORT)}; write a number from 0 to 65535 (0: any free port).\n`,
    );
  });

  it('is asked for again when PORT names one that is taken', async () => {
    const PORT = new URL((await apps.start()).url).port;
    const app = apps.launch({ PORT });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe(
      `Port ${PORT} is taken by another program. Set PORT to another one (PORT=0: any free port).\n`,
    );
  });

  it('is any free one, and that is said, when 3000 is taken and nobody asked for it', async () => {
    const other = await listenOn(3000);
    cleanups.push(async () => other?.close());
    const { url, output } = await apps.start({ PORT: '' });
    expect(output).toMatch(/^Port 3000 is taken by another program; using a free port instead\.$/m);
    expect(new URL(url).port).not.toBe('3000');
    await request(url).get('/ping').expect(200);
  });
});

describe('the data file', () => {
  it('keeps the users over a restart', async () => {
    const DATA_FILE = await newDataFile();
    const first = await apps.start({ DATA_FILE });
    expect(first.output).toContain(`  Users          embedded, ${DATA_FILE}\n`);
    await signUp(first.url, 'jane@example.com').expect(200);
    first.kill('SIGTERM');
    await first.ended;

    const second = await apps.start({ DATA_FILE });
    expect(await storedEmails(second.url)).toEqual(['jane@example.com']);
    await signUp(second.url, 'jane@example.com').expect(400);
    await signUp(second.url, 'john@example.com').expect(200);
  });

  it('keeps the users over a crash', async () => {
    const DATA_FILE = await newDataFile();
    const first = await apps.start({ DATA_FILE });
    await signUp(first.url, 'jane@example.com').expect(200);
    first.kill('SIGKILL');
    await first.ended;
    const second = await apps.start({ DATA_FILE });
    expect(await storedEmails(second.url)).toEqual(['jane@example.com']);
  });

  it('belongs to one running copy; another one says so and ends', async () => {
    const DATA_FILE = await newDataFile();
    const first = await apps.start({ DATA_FILE });
    const second = apps.launch({ DATA_FILE });
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/^The file \S+ is in use by another process \(\d+\)\. .+\n$/);
    expect(second.output).toContain(DATA_FILE);
    await signUp(first.url, 'jane@example.com').expect(200);
  });

  it('is never a file of somebody else', async () => {
    const DATA_FILE = await newDataFile();
    await mkdir(dirname(DATA_FILE), { recursive: true });
    await writeFile(DATA_FILE, 'a letter\n');
    const app = apps.launch({ DATA_FILE });
    expect(await app.ended).toBe(1);
    expect(app.output).toMatch(/^.+\n$/);
    expect(await readFile(DATA_FILE, 'utf8')).toBe('a letter\n');
  });

  it('cannot be a folder', async () => {
    const DATA_FILE = await newDataFile();
    await mkdir(DATA_FILE, { recursive: true });
    const app = apps.launch({ DATA_FILE });
    expect(await app.ended).toBe(1);
    expect(app.output).toMatch(/^.+\n$/);
  });
});

describe('MONGODB_URI', () => {
  const name = 'example';

  it('leads to a database that is used instead of the embedded one', async () => {
    const { port } = new URL((await startDatabase(await closedPort())).uri);
    const MONGODB_URI = `mongodb://127.0.0.1:${port}/${name}`;
    const first = await apps.start({ MONGODB_URI });
    expect(first.output).toContain(`  Users          ${MONGODB_URI}\n`);
    await signUp(first.url, 'jane@example.com').expect(200);
    const second = await apps.start({ MONGODB_URI });
    expect(await storedEmails(second.url)).toEqual(['jane@example.com']);
  });

  it.each([
    ['nonsense', 'Invalid scheme'],
    ['mongodb://127.0.0.1/?foo=bar', 'option foo is not supported'],
    [`mongodb://jane:${PASSWORD}/@127.0.0.1/`, 'Password contains unescaped characters'],
  ])('ends the app when it is no such URI: %s', async (MONGODB_URI, words) => {
    const app = apps.launch({ MONGODB_URI });
    expect(await app.ended).toBe(1);
    expect(app.output).toMatch(/^MONGODB_URI does not work: .+\n$/);
    expect(app.output).toContain(words);
  });

  it('ends the app when the server knows no such password', async () => {
    const { uri } = await startDatabase(await closedPort());
    const line = await openDatabaseLine(uri);
    cleanups.push(() => line.close());
    const refusal = { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'No.' };
    line.fail('saslStart', { answer: refusal }, Number.POSITIVE_INFINITY);
    const app = apps.launch({
      MONGODB_URI: line.uri.replace('//', `//jane:${PASSWORD}@`),
    });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe('MONGODB_URI does not work: No.\n');
  });

  it('may lead to a server that comes up later: 503 until then, and stored from then on', async () => {
    const port = await closedPort();
    const MONGODB_URI = `mongodb://127.0.0.1:${port}/${name}`;
    const app = await apps.start({ MONGODB_URI });
    expect(app.output).toContain(
      `MongoDB does not answer at ${MONGODB_URI}. Trying again every 2 seconds; ` +
        'until then sign-ups are answered with 503.\n',
    );
    const refused = await signUp(app.url, 'jane@example.com').expect(503);
    expect(refused.body.error).toBe('temporarily_unavailable');
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    await request(app.url).get('/users').expect(500, {
      error: 'server_error',
      error_description: 'Internal Server Error',
    });
    await request(app.url).get('/ping').expect(200);

    await startDatabase(port);
    await app.printed(/^MongoDB answers now; sign-ups are stored\.$/m);
    await signUp(app.url, 'jane@example.com').expect(200);
    await signUp(app.url, 'jane@example.com').expect(400);
    expect(await storedEmails(app.url)).toEqual(['jane@example.com']);

    app.kill('SIGTERM');
    expect(await app.ended).toBe(0);
    const faults = app.output.split('\n').filter((text) => /^(?:POST|GET) /.test(text));
    expect(faults).toEqual([
      expect.stringMatching(/^POST \/dbconnections\/signup: TemporarilyUnavailableError\b/),
      expect.stringMatching(/^GET \/users: \w+$/),
    ]);
  });

  it('keeps its user name, password and options to itself', async () => {
    const address = `127.0.0.1:${await closedPort()}/${name}`;
    const options = `?tls=true&tlsCertificateKeyFilePassword=${PASSWORD}`;
    const app = apps.launch({ MONGODB_URI: `mongodb://jane:${PASSWORD}@${address}${options}` });
    const [, printed] = await app.printed(/^MongoDB does not answer at (\S+)\./m);
    expect(printed).toBe(`mongodb://${address}`);
  });
});

// Windows has no signals: there a process is just ended.
const describeWithSignals = process.platform === 'win32' ? describe.skip : describe;

describeWithSignals('Ctrl-C', () => {
  // npm passes it on to a process that the terminal has told already.
  it.each([
    ['once', 1],
    ['twice, as under npm', 2],
  ])('pressed %s, lets a sign-up that has begun be answered and stored', async (_, times) => {
    const DATA_FILE = await newDataFile();
    const app = await apps.start({ DATA_FILE });
    const signup = await beginSignup(app.url);
    for (let count = 0; count < times; count += 1) {
      app.kill('SIGINT');
      await untilRefused(app.url);
    }
    const answer = await signup.finish(body('jane@example.com'));
    expect(answer).toEqual({ status: 200, body: user({ email: 'jane@example.com' }) });
    expect(await app.ended).toBe(0);

    const next = await apps.start({ DATA_FILE });
    expect(await storedEmails(next.url)).toEqual(['jane@example.com']);
  });

  it('waits for no browser that keeps connections open, used or not', async () => {
    const app = await apps.start();
    await fetch(`${app.url}/ping`).then((response) => response.text());
    const silent = connect(Number(new URL(app.url).port), '127.0.0.1').on('error', () => undefined);
    await once(silent, 'connect');
    await request(app.url).get('/ping').expect(200);
    app.kill('SIGINT');
    expect(await app.ended).toBe(0);
  });

  it('ends an app whose database has not come up yet, without a fault', async () => {
    const app = apps.launch({ MONGODB_URI: `mongodb://127.0.0.1:${await closedPort()}/` });
    await app.printed(/^MongoDB does not answer/m);
    app.kill('SIGINT');
    expect(await app.ended).toBe(0);
    expect(app.output).toMatch(/^MongoDB does not answer .+\n$/);
  });
});

async function untilRefused(url: string): Promise<void> {
  const { port, hostname } = new URL(url);
  while (await isOpen(Number(port), hostname));
}

describe('sixteen sign-ups at once', () => {
  // On a busy machine the last ones may wait for a thread for so long that they are told to come again.
  it('are stored or told to come again, and leave the app free to answer others', async () => {
    const { url } = await apps.start();
    const emails = Array.from({ length: 16 }, (_, number) => `jane.${number}@example.com`);
    let pending = emails.length;
    const signups = emails.map(async (email) => {
      const { status, headers } = await signUp(url, email);
      pending -= 1;
      return { email, status, retryAfter: headers['retry-after'] };
    });

    const times: number[] = [];
    while (pending > 0) {
      const began = performance.now();
      await request(url).get('/ping').expect(200, { ok: true });
      if (pending > 0) times.push(performance.now() - began);
    }

    const answers = await Promise.all(signups);
    const taken = answers.filter(({ status }) => status === 200);
    const deferred = answers.filter(({ status, retryAfter }) => status === 503 && retryAfter);
    expect(taken.length + deferred.length).toBe(emails.length);
    expect((await storedEmails(url)).sort()).toEqual(taken.map(({ email }) => email).sort());
    for (const { email } of deferred) await signUp(url, email).expect(200);
    // Hashes in the app's own thread would let one ping through for each of them at the most.
    expect(times.length).toBeGreaterThan(emails.length);
    const p99 = times.sort((a, b) => a - b).at(Math.floor(times.length * 0.99)) ?? Number.NaN;
    process.stdout.write(
      `${times.length} pings during ${emails.length} sign-ups, 99 % within ${p99.toFixed(1)} ms\n`,
    );
  });
});
