import { mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startMongoDB } from 'express-dbconnections/testing';
import request from 'supertest';
import { openDatabaseLine } from '../../support/database-line';
import { closedPort } from '../../support/ports';
import { SIGNUP_PATH, signUpByRequest, signupBody, storedEmails } from '../support/stored-users';
import { PASSWORD, useExampleApps } from '../support/use-example-apps';

const describeOnPosix = process.platform === 'win32' ? describe.skip : describe;

// Some of them wait for a database that is down.
jest.setTimeout(60_000);

const apps = useExampleApps();
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'example-app-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function newDataFile(): Promise<string> {
  return join(await newFolder(), 'made', 'on-the-way', 'users.db');
}

/** A MongoDB server that is not the app's own. */
async function startDatabase(port: number): Promise<string> {
  const database = await startMongoDB({ port });
  cleanups.push(() => database.close());
  return database.uri;
}

describe('a setting that is wrong', () => {
  it('ends the app with one line', async () => {
    const app = apps.launch({ PORT: 'abc' });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe('PORT is "abc"; write a number from 0 to 65535 (0: any free port).\n');
  });

  it('ends the app with one line if it is a port that is taken', async () => {
    const { url } = await apps.start();
    const { port } = new URL(url);
    const app = apps.launch({ HTTPS_PORT: port });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe(
      `Port ${port} is taken by another program. ` +
        'Set HTTPS_PORT to another one (HTTPS_PORT=0: any free port).\n',
    );
  });
});

describe('the data file', () => {
  it('keeps the users over a restart, and the certificate over a crash', async () => {
    const DATA_FILE = await newDataFile();
    const first = await apps.start({ DATA_FILE });
    const certificate = join(dirname(DATA_FILE), 'https-certificate.pem');
    expect(first.output).toContain(`  Users          embedded, ${DATA_FILE}\n`);
    expect(first.output).toContain(`  Certificate    self-signed, ${certificate}\n`);
    const cert = await readFile(certificate, 'utf8');
    await signUpByRequest(first.url, 'jane@example.com');
    first.kill('SIGTERM');
    await first.ended;

    const second = await apps.start({ DATA_FILE });
    expect(await storedEmails(second.url)).toEqual(['jane@example.com']);
    await request(second.url).post(SIGNUP_PATH).send(signupBody('jane@example.com')).expect(400);
    await signUpByRequest(second.url, 'john@example.com');
    second.kill('SIGKILL');
    await second.ended;

    const third = await apps.start({ DATA_FILE });
    expect(await storedEmails(third.url)).toEqual(['john@example.com', 'jane@example.com']);
    expect(await readFile(certificate, 'utf8')).toBe(cert);
  });

  it('is used by one process only; another one says so and ends', async () => {
    const DATA_FILE = await newDataFile();
    const first = await apps.start({ DATA_FILE });
    const second = apps.launch({ DATA_FILE });
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/^The file \S+ is in use by another process \(\d+\)\. .+\n$/);
    expect(second.output).toContain(DATA_FILE);
    await signUpByRequest(first.url, 'jane@example.com');
  });

  it('is never a file of another program', async () => {
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

describeOnPosix('the embedded database', () => {
  /** The sockets of the app, by the folders that it has made in its folder for temporary files. */
  async function socketFolders(folder: string): Promise<string[]> {
    return (await readdir(folder)).map((name) => join(folder, name));
  }

  it('is a socket in a folder that no other account can open, removed at the end', async () => {
    const TMPDIR = await newFolder();
    const app = await apps.start({ TMPDIR });
    const [folder = '', ...others] = await socketFolders(TMPDIR);
    expect(others).toEqual([]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(folder)).uid).toBe(process.getuid?.());
    const [socket = '', ...more] = await readdir(folder);
    expect(more).toEqual([]);
    expect((await stat(join(folder, socket))).isSocket()).toBe(true);
    app.kill('SIGTERM');
    await app.ended;
    expect(await socketFolders(TMPDIR)).toEqual([]);
  });

  it('leaves no socket behind when the start fails', async () => {
    const TMPDIR = await newFolder();
    const { url } = await apps.start();
    await apps.launch({ TMPDIR, PORT: new URL(url).port }).ended;
    expect(await socketFolders(TMPDIR)).toEqual([]);
  });

  const itOnLinux = process.platform === 'linux' ? it : it.skip;

  itOnLinux('opens no ports but those of http and https', async () => {
    const before = await listeningPorts();
    const app = await apps.start();
    const [, secure = ''] = /Over https +(\S+)\/$/m.exec(app.output) ?? [];
    const own = [app.url, secure].map((address) => Number(new URL(address).port));
    const inodes = await inodesOf(app.pid);
    const opened = (await listeningPorts()).filter(({ inode }) => inodes.has(inode));
    expect(before.filter(({ inode }) => inodes.has(inode))).toEqual([]);
    expect(opened.map(({ port }) => port).sort()).toEqual(own.sort());
  });

  /** The inodes of the sockets that a process has open. */
  async function inodesOf(pid: number | undefined): Promise<Set<string>> {
    const folder = `/proc/${pid}/fd`;
    const links = (await readdir(folder)).map((name) =>
      readlink(join(folder, name)).catch(() => ''),
    );
    const found = (await Promise.all(links)).map((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1]);
    return new Set(found.filter((inode) => inode !== undefined));
  }

  /** The TCP ports of this machine that are listened on. */
  async function listeningPorts(): Promise<{ port: number; inode: string }[]> {
    const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8'));
    const lines = (await Promise.all(tables)).flatMap((table) => table.trim().split('\n').slice(1));
    return lines
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === '0A')
      .map(([, address = '', , , , , , , , inode = '']) => {
        return { port: Number.parseInt(address.split(':')[1] ?? '', 16), inode };
      });
  }
});

describe('MONGODB_URI', () => {
  const name = 'example';

  it('leads to a server that is used instead of the embedded database', async () => {
    const { host } = new URL(await startDatabase(await closedPort()));
    const MONGODB_URI = `mongodb://${host}/${name}`;
    const first = await apps.start({ MONGODB_URI });
    expect(first.output).toContain(`  Users          ${MONGODB_URI}\n`);
    await signUpByRequest(first.url, 'jane@example.com');
    const second = await apps.start({ MONGODB_URI });
    expect(await storedEmails(second.url)).toEqual(['jane@example.com']);
  });

  it.each([
    ['nonsense', 'Invalid scheme'],
    ['mongodb://127.0.0.1/?foo=bar', 'option foo is not supported'],
    [`mongodb://jane:${PASSWORD}/@127.0.0.1/`, 'Password contains unescaped characters'],
  ])('ends the app when it is invalid: %s', async (MONGODB_URI, words) => {
    const app = apps.launch({ MONGODB_URI });
    expect(await app.ended).toBe(1);
    expect(app.output).toMatch(/^MONGODB_URI does not work: .+\n$/);
    expect(app.output).toContain(words);
  });

  it('ends the app when the server rejects the password', async () => {
    const line = await openDatabaseLine(await startDatabase(await closedPort()));
    cleanups.push(() => line.close());
    const refusal = { ok: 0, code: 18, codeName: 'AuthenticationFailed', errmsg: 'No.' };
    line.fail('saslStart', { replyInstead: refusal }, Number.POSITIVE_INFINITY);
    const app = apps.launch({ MONGODB_URI: line.uri.replace('//', `//jane:${PASSWORD}@`) });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe('MONGODB_URI does not work: No.\n');
  });

  it('may lead to a server that starts later: 503 until then, stored from then on', async () => {
    const port = await closedPort();
    const MONGODB_URI = `mongodb://127.0.0.1:${port}/${name}`;
    const app = await apps.start({ MONGODB_URI });
    expect(app.output).toContain(
      `MongoDB does not respond at ${MONGODB_URI}. Trying again every 2 seconds; ` +
        'until then sign-ups get a 503.\n',
    );
    const signup = () => request(app.url).post(SIGNUP_PATH).send(signupBody('jane@example.com'));
    const refused = await signup().expect(503);
    expect(refused.body.error).toBe('temporarily_unavailable');
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    await request(app.url).get('/users').expect(500, {
      error: 'server_error',
      error_description: 'Internal Server Error',
    });
    await request(app.url).get('/ping').expect(200);

    await startDatabase(port);
    await app.printed(/^MongoDB responds now; sign-ups are stored\.$/m);
    await signup().expect(200);
    await signup().expect(400);
    expect(await storedEmails(app.url)).toEqual(['jane@example.com']);

    app.kill('SIGTERM');
    expect(await app.ended).toBe(process.platform === 'win32' ? 'SIGTERM' : 0);
    const errors = app.output.split('\n').filter((text) => /^(?:POST|GET) /.test(text));
    expect(errors).toEqual([
      expect.stringMatching(/^POST \/dbconnections\/signup: TemporarilyUnavailableError\b/),
      expect.stringMatching(/^GET \/users: \w+$/),
    ]);
  });

  it('is printed without user name, password and options', async () => {
    const address = `127.0.0.1:${await closedPort()}/${name}`;
    const options = `?tls=true&tlsCertificateKeyFilePassword=${PASSWORD}`;
    const app = apps.launch({ MONGODB_URI: `mongodb://jane:${PASSWORD}@${address}${options}` });
    const [, printed] = await app.printed(/^MongoDB does not respond at (\S+)\./m);
    expect(printed).toBe(`mongodb://${address}`);
  });
});
