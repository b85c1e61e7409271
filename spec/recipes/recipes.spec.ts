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
import { rejectBreached } from './reject-breached';

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

it('prints every recipe in README.md, byte for byte', async () => {
  const readme = await readFile(join(__dirname, 'README.md'), 'utf8');
  const files = (await readdir(__dirname)).filter((file) => /(?<!\.spec)\.ts$/.test(file));
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

  it('responds 408 to a client that sends its body too slowly, and serves others', async () => {
    const app = await apps.start();
    server = createSignupServer(app.app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(server).toMatchObject({ headersTimeout: 10_000, requestTimeout: 15_000 });
    // Shorter, so that the first check after a second finds them exceeded.
    Object.assign(server, { headersTimeout: 100, requestTimeout: 200 });
    const { port } = server.address() as AddressInfo;

    const slow = createConnection(port, '127.0.0.1');
    let response = '';
    slow.on('data', (bytes) => {
      response += bytes;
    });
    slow.write(
      'POST /dbconnections/signup HTTP/1.1\r\nHost: localhost\r\n' +
        'Content-Type: application/json\r\nContent-Length: 200\r\n\r\n{',
    );
    const interval = setInterval(() => slow.write(' '), 50);
    await once(slow, 'close');
    clearInterval(interval);

    expect(response).toMatch(/^HTTP\/1\.1 408 /);
    await expectSignup(app, REQUEST);
  });
});

describe('the connection with long passwords', () => {
  const app = apps.share({ connectionOptions: longPasswords });

  it.each([
    ['fifteen characters of one kind', 'seventeen zebra'],
    ['64 characters', 'x1 '.repeat(21).concat('y')],
  ])('accepts %s', async (what, password) => {
    await expectSignup(app(), { ...REQUEST, email: `${what.length}@example.com`, password });
  });

  it('rejects fourteen characters', async () => {
    const { status, body } = await app().post({ ...REQUEST, password: 'fourteen zebra' });
    expect([status, body.name]).toEqual([400, 'PasswordStrengthError']);
  });

  it('rejects words of the host', async () => {
    await expectRefusal(app(), { ...REQUEST, password: 'My-Product-My-Company' }, TOO_COMMON);
  });

  it('rejects a password with the local part of the e-mail', async () => {
    const body = { ...REQUEST, email: 'lovelace@example.com', password: 'lovelace and babbage' };
    const response = await app().post(body);
    expect([response.status, response.body.name]).toEqual([400, 'PasswordNoUserInfoError']);
  });
});

describe('the hasher that rejects breached passwords', () => {
  const digestOf = (password: string) =>
    createHash('sha1').update(password).digest('hex').toUpperCase();

  it('rejects listed passwords, and sends five digits of their digest', async () => {
    const prefixes: string[] = [];
    const digest = digestOf(REQUEST.password);
    const range = async (prefix: string) => {
      prefixes.push(prefix);
      return `0018A45C4D1DEF81644B54AB7F969B88D65:1\n${digest.slice(5)}:3\n`;
    };
    const app = await apps.start({ hasher: rejectBreached(apps.hasher, range) });

    await expectRefusal(app, REQUEST, TOO_COMMON);
    await expectSignup(app, { ...REQUEST, password: 'Another-7-Word' });

    expect(prefixes).toEqual([digest.slice(0, 5), digestOf('Another-7-Word').slice(0, 5)]);
  });

  it('has at most twenty pending look-ups, and accepts further passwords unchecked', async () => {
    let release = (_known: string) => {};
    const known = new Promise<string>((resolve) => {
      release = resolve;
    });
    let lookups = 0;
    const hasher = rejectBreached(fakeHasher(), () => {
      lookups += 1;
      return known;
    });

    const hashes = Array.from({ length: 20 }, () => hasher.hash('password'));
    await hasher.hash('password');
    expect(lookups).toBe(20);

    release(`${digestOf('password').slice(5)}:1`);
    for (const hash of hashes) {
      await expect(hash).rejects.toThrow('Password is too common');
    }
    await expect(hasher.hash('password')).rejects.toThrow('Password is too common');
  });

  it.each<[string, () => Promise<string>]>([
    ['rejects', () => Promise.reject(new Error('down'))],
    [
      'throws',
      () => {
        throw new Error('down');
      },
    ],
  ])('accepts passwords when the list %s', async (_what, range) => {
    const app = await apps.start({ hasher: rejectBreached(apps.hasher, range) });
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

  it('accepts a password when the list ignores its signal', async () => {
    const lookup = new AbortController();
    const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(lookup.signal);
    const hasher = rejectBreached(fakeHasher(), () => new Promise(() => {}));
    const hash = hasher.hash('password');
    expect(timeout).toHaveBeenCalledWith(1000);
    timeout.mockRestore();

    lookup.abort();
    await expect(hash).resolves.toBe('hash of password');
  });
});
