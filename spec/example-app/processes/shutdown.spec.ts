import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import request from 'supertest';
import { closedPort, isOpen } from '../../support/ports';
import { ROOT } from '../support/build';
import { beginSignup } from '../support/slow-signup';
import { signupBody, storedEmails } from '../support/stored-users';
import { useExampleApps } from '../support/use-example-apps';

// Processes with threads start slowly on a busy machine.
jest.setTimeout(60_000);

const apps = useExampleApps();
const SIX = [1, 2, 3, 4, 5, 6].map((number) => `jane.${number}@example.com`);
let DATA_FILE: string;

beforeEach(async () => {
  DATA_FILE = join(await mkdtemp(join(tmpdir(), 'shutdown-')), 'users.db');
});

afterEach(() => rm(join(DATA_FILE, '..'), { recursive: true, force: true }));

/** The last ones may get a 503, where six hashes take too long. */
function expectResponses(statuses: readonly (number | undefined)[]): void {
  expect(statuses).toHaveLength(SIX.length);
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(statuses).toContain(200);
}

async function untilRefused(url: string): Promise<void> {
  const { port, hostname } = new URL(url);
  while (await isOpen(Number(port), hostname)) {
    // Try again.
  }
}

// Windows has no signals: there a process is just ended.
const describeWithSignals = process.platform === 'win32' ? describe.skip : describe;

describeWithSignals('the example app', () => {
  it.each([
    { signal: 'SIGTERM', times: 1 },
    { signal: 'SIGINT', times: 1 },
    // As under npm, which passes Ctrl-C on to a process that has received it from the terminal.
    { signal: 'SIGINT', times: 2 },
  ] as const)(
    'responds to six sign-ups after $signal (sent $times times), stores each 200, and ends with 0',
    async ({ signal, times }) => {
      const app = await apps.start({ DATA_FILE });
      const signups = await Promise.all(SIX.map(() => beginSignup(app.url)));

      for (let count = 0; count < times; count += 1) {
        app.kill(signal);
        await untilRefused(app.url);
      }
      const responses = await Promise.all(
        signups.map((signup, index) => signup.finish(signupBody(SIX[index] as string))),
      );

      expect(await app.ended).toBe(0);
      const statuses = responses.map(({ status }) => status);
      expectResponses(statuses);
      const signedUp = SIX.filter((_, index) => statuses[index] === 200);
      const bodies = responses.filter(({ status }) => status === 200).map(({ body }) => body);
      expect(bodies).toEqual(
        signedUp.map((email) => ({
          _id: expect.stringMatching(/^[0-9a-f]{24}$/),
          email_verified: false,
          email,
        })),
      );
      const next = await apps.start({ DATA_FILE });
      expect((await storedEmails(next.url)).sort()).toEqual(signedUp);
    },
  );

  it('does not wait for browsers that keep connections open, used or not', async () => {
    const app = await apps.start();
    await fetch(`${app.url}/ping`).then((response) => response.text());
    const [, secureUrl = ''] = await app.printed(/Over https +(\S+)\/$/m);
    for (const url of [app.url, secureUrl]) {
      const idle = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
      await once(idle, 'connect');
    }
    await request(app.url).get('/ping').expect(200);
    app.kill('SIGINT');
    expect(await app.ended).toBe(0);
  });

  it('ends without an error while its database is not up yet', async () => {
    const app = apps.launch({ MONGODB_URI: `mongodb://127.0.0.1:${await closedPort()}/` });
    await app.printed(/^MongoDB does not respond/m);
    app.kill('SIGINT');
    expect(await app.ended).toBe(0);
    expect(app.output).toMatch(/^MongoDB does not respond .+\n$/);
  });
});

/** A host that closes its router, and whose process then has to end by itself. */
const HOST = `
const { once } = require('node:events');
const express = require('express');
const mongoose = require('mongoose');
const { signupRouter, signupErrorHandler, userModel } = require('./dist');
const { startMongoDB } = require('./dist/testing');

async function main(emails) {
  const database = await startMongoDB();
  const connection = await mongoose.createConnection(database.uri).asPromise();
  const users = userModel(connection);
  const signup = signupRouter({
    users,
    clients: [{ client_id: 'CID' }],
    connections: [{ name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] }],
  });
  await signup.ready();
  let begun = 0;
  let allBegun;
  const begin = new Promise((resolve) => (allBegun = resolve));
  const app = express();
  app.use((req, res, next) => {
    next();
    begun += 1;
    if (begun === emails.length) allBegun();
  });
  const server = app.use(signup, signupErrorHandler()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const post = async (email) => {
    const response = await fetch('http://127.0.0.1:' + server.address().port + '/dbconnections/signup', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_id: 'CID', connection: 'DB', email, password: 'Abcdef1!' }),
    });
    await response.text();
    return response;
  };

  const pending = emails.map(post);
  await begin;
  const closed = Promise.all([signup.close(), signup.close()]);
  const late = await post('late@example.com');
  const responses = await Promise.all(pending);
  await closed;
  await signup.close();
  const stored = await users.countDocuments();
  server.close();
  await connection.close();
  await database.close();
  console.log(JSON.stringify({
    statuses: responses.map(({ status }) => status),
    late: [late.status, late.headers.get('connection')],
    stored,
  }));
}

main(JSON.parse(process.argv[1]));
`;

it('ends by itself after close(), called twice during six sign-ups, and each 200 is stored', async () => {
  const run = promisify(execFile)(process.execPath, ['-e', HOST, JSON.stringify(SIX)], {
    cwd: ROOT,
    timeout: 50_000,
  });

  const { stdout, stderr } = await run;

  expect(stderr).toBe('');
  const { statuses, late, stored } = JSON.parse(stdout);
  expectResponses(statuses);
  expect(stored).toBe(statuses.filter((status: number) => status === 200).length);
  expect(late).toEqual([503, 'close']);
});
