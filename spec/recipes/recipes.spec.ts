import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { type AddressInfo, createConnection } from 'node:net';
import { join } from 'node:path';
import { expectFailure } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { fakeHasher } from '../support/fake-hasher';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';
import { createSignupServer } from './create-signup-server';
import { longPasswords } from './long-passwords';
import { refuseBreached } from './refuse-breached';

const apps = useSignupApps();

const TOO_COMMON = {
  status: 400,
  body: {
    name: 'PasswordDictionaryError',
    message: 'Password is too common',
    code: 'invalid_password',
    description: 'Password is not allowed, it might be too common.',
    statusCode: 400,
  },
};

it('stands in the README to the letter', async () => {
  const readme = await readFile(join(__dirname, '..', '..', 'README.md'), 'utf8');
  const files = (await readdir(__dirname)).filter((file) => !file.endsWith('.spec.ts'));
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) {
    const code = await readFile(join(__dirname, file), 'utf8');
    expect(readme).toContain(`\`\`\`ts\n${code}\`\`\``);
  }
});

describe('the server with time-outs', () => {
  let server: Server;

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('hangs up on who sends a body drop by drop, and signs up who does not', async () => {
    const app = await apps.start();
    server = createSignupServer(app.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000 });
    // As fast as the look that Node takes once a second, which is the recipe's.
    Object.assign(server, { headersTimeout: 100, requestTimeout: 200 });
    const { port } = server.address() as AddressInfo;

    const slow = createConnection(port, '127.0.0.1');
    let answer = '';
    slow.on('data', (bytes) => {
      answer += bytes;
    });
    slow.write(
      'POST /dbconnections/signup HTTP/1.1\r\nHost: localhost\r\n' +
        'Content-Type: application/json\r\nContent-Length: 200\r\n\r\n{',
    );
    const drops = setInterval(() => slow.write(' '), 50);
    await once(slow, 'close');
    clearInterval(drops);

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    await expectSignup(app, REQUEST);
  });
});

describe('the connection with long passwords', () => {
  const app = apps.share({ connectionOptions: longPasswords });

  it.each([
    ['fifteen characters of one kind', 'seventeen zebra'],
    ['64 characters', 'x1 '.repeat(21).concat('y')],
  ])('takes %s', async (what, password) => {
    await expectSignup(app(), { ...REQUEST, email: `${what.length}@example.com`, password });
  });

  it('refuses fourteen characters', async () => {
    const { status, body } = await app().post({ ...REQUEST, password: 'fourteen zebra' });
    expect([status, body.name]).toEqual([400, 'PasswordStrengthError']);
  });

  it('refuses words of its own', async () => {
    await expectRefusal(app(), { ...REQUEST, password: 'My-Product-My-Company' }, TOO_COMMON);
  });

  it('refuses what holds the address', async () => {
    const body = { ...REQUEST, email: 'lovelace@example.com', password: 'lovelace and babbage' };
    const answer = await app().post(body);
    expect([answer.status, answer.body.name]).toEqual([400, 'PasswordNoUserInfoError']);
  });
});

describe('the hasher that refuses breached passwords', () => {
  const digestOf = (password: string) =>
    createHash('sha1').update(password).digest('hex').toUpperCase();

  it('refuses those that the list knows, by five digits of their digest', async () => {
    const asked: string[] = [];
    const digest = digestOf(REQUEST.password);
    const range = async (prefix: string) => {
      asked.push(prefix);
      return `0018A45C4D1DEF81644B54AB7F969B88D65:1\n${digest.slice(5)}:3\n`;
    };
    const app = await apps.start({ hasher: refuseBreached(apps.hasher, range) });

    await expectRefusal(app, REQUEST, TOO_COMMON);
    await expectSignup(app, { ...REQUEST, password: 'Another-7-Word' });

    expect(asked).toEqual([digest.slice(0, 5), digestOf('Another-7-Word').slice(0, 5)]);
  });

  it('asks no more than twenty at once, and lets the others pass', async () => {
    let release = (_known: string) => {};
    const known = new Promise<string>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    const hasher = refuseBreached(fakeHasher(), () => {
      asked += 1;
      return known;
    });

    const asking = Array.from({ length: 20 }, () => hasher.hash('password'));
    await hasher.hash('password');
    expect(asked).toBe(20);

    release(`${digestOf('password').slice(5)}:1`);
    for (const hash of asking) {
      await expect(hash).rejects.toThrow('Password is too common');
    }
    await expect(hasher.hash('password')).rejects.toThrow('Password is too common');
  });

  it.each<[string, () => Promise<string>]>([
    ['is down', () => Promise.reject(new Error('down'))],
    [
      'fails at once',
      () => {
        throw new Error('down');
      },
    ],
  ])('refuses nobody while the list %s', async (_what, range) => {
    const app = await apps.start({ hasher: refuseBreached(apps.hasher, range) });
    await expectSignup(app, REQUEST);
    expectFailure(await app.post(REQUEST), {
      status: 400,
      body: {
        name: 'BadRequestError',
        code: 'user_exists',
        description: 'The user already exists.',
        statusCode: 400,
      },
    });
  });
});
