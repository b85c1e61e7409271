import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import request from 'supertest';
import { isOpen } from '../support/ports';
import { ROOT } from './support/root';
import { beginSignup } from './support/slow-signup';
import { PASSWORD, useExampleApps } from './support/use-example-apps';

// Processes with threads start slowly on a busy machine.
jest.setTimeout(60_000);

const apps = useExampleApps();
const SIX = [1, 2, 3, 4, 5, 6].map((number) => `jane.${number}@example.com`);

function body(email: string) {
  const connection = 'Username-Password-Authentication';
  return { client_id: 'example-client', connection, email, password: PASSWORD };
}

// Windows has no signals: there a process is just ended.
const describeWithSignals = process.platform === 'win32' ? describe.skip : describe;

describeWithSignals.each<NodeJS.Signals>(['SIGTERM', 'SIGINT'])('%s', (signal) => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shutdown-'));
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('lets six sign-ups be answered, of which each 200 is stored, and ends with 0', async () => {
    const DATA_FILE = join(folder, 'users.db');
    const app = await apps.start({ DATA_FILE });
    const signups = await Promise.all(SIX.map(() => beginSignup(app.url)));

    app.kill(signal);
    await untilRefused(app.url);
    const answers = await Promise.all(
      signups.map((signup, index) => signup.finish(body(SIX[index] as string))),
    );

    expect(await app.ended).toBe(0);
    const statuses = answers.map(({ status }) => status);
    expectAnswered(statuses);
    const signedUp = SIX.filter((_, index) => statuses[index] === 200);
    const next = await apps.start({ DATA_FILE });
    const { body: users } = await request(next.url).get('/users').expect(200);
    expect(users.map(({ email }: { email: string }) => email).sort()).toEqual(signedUp);
  });
});

/** The last ones may be told to come again, where six hashes take too long. */
function expectAnswered(statuses: readonly (number | undefined)[]): void {
  expect(statuses).toHaveLength(SIX.length);
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  expect(statuses).toContain(200);
}

async function untilRefused(url: string): Promise<void> {
  const { port, hostname } = new URL(url);
  while (await isOpen(Number(port), hostname));
}

/** What a host does that is about to end, without a word to the process. */
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
  const answers = await Promise.all(pending);
  await closed;
  await signup.close();
  const stored = await users.countDocuments();
  server.close();
  await connection.close();
  await database.close();
  console.log(JSON.stringify({
    statuses: answers.map(({ status }) => status),
    late: [late.status, late.headers.get('connection')],
    stored,
  }));
}

main(JSON.parse(process.argv[1]));
`;

it('close() twice, with six under way: the process ends by itself, and each is stored', async () => {
  const run = promisify(execFile)(process.execPath, ['-e', HOST, JSON.stringify(SIX)], {
    cwd: ROOT,
    timeout: 50_000,
  });

  const { stdout, stderr } = await run;

  expect(stderr).toBe('');
  const { statuses, late, stored } = JSON.parse(stdout);
  expectAnswered(statuses);
  expect(stored).toBe(statuses.filter((status: number) => status === 200).length);
  expect(late).toEqual([503, 'close']);
});
