import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import request from 'supertest';
import { closedPort, isOpen, listenOn } from '../support/ports';
import { type Environment, PASSWORD, useExampleApps } from './support/use-example-apps';

const itOnPosix = process.platform === 'win32' ? it.skip : it;
const ADDRESS = /^ {2}Over https {5}(https:\/\/127\.0\.0\.1:(\d+))\/$/m;
const CERTIFICATE = /^ {2}Certificate {4}self-signed, (.+)$/m;

jest.setTimeout(30_000);

const apps = useExampleApps();
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** The app with what it says of https. */
async function start(environment: Environment = {}) {
  const app = await apps.start(environment);
  const [, secureUrl = '', port] = await app.printed(ADDRESS);
  const [, certificate = ''] = await app.printed(CERTIFICATE);
  return Object.assign(app, { secureUrl, port: Number(port), certificate });
}

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'example-app-'));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Where the app keeps both parts, next to its data file. */
function filesIn(folder: string) {
  return {
    DATA_FILE: join(folder, 'users.db'),
    key: join(folder, 'https-key.pem'),
    cert: join(folder, 'https-certificate.pem'),
  };
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

async function serialOf(file: string): Promise<string> {
  return new X509Certificate(await readFile(file)).serialNumber;
}

describe('https', () => {
  it('serves the same app, its users included', async () => {
    const { url, secureUrl } = await start();
    await request(secureUrl)
      .post('/dbconnections/signup')
      .disableTLSCerts()
      .send({
        client_id: 'example-client',
        connection: 'Username-Password-Authentication',
        email: 'jane@example.com',
        password: PASSWORD,
      })
      .expect(200);
    const { body } = await request(url).get('/users').expect(200);
    expect(body).toMatchObject([{ email: 'jane@example.com' }]);
  });

  it('is heard on the loopback address only', async () => {
    const { port } = await start();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid);
    const open = others.map(({ address }) => isOpen(port, address));
    expect(await isOpen(port, '127.0.0.1')).toBe(true);
    expect(await Promise.all(open)).toEqual(others.map(() => false));
  });

  it('ends with the app, in spite of a client that keeps silent', async () => {
    const app = await start();
    const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
    cleanups.push(async () => agent.destroy());
    await request(app.secureUrl).get('/ping').agent(agent).expect(200);
    const silent = connect(app.port, '127.0.0.1').on('error', () => undefined);
    await once(silent, 'connect');
    app.kill('SIGTERM');
    expect(await app.ended).toBe(process.platform === 'win32' ? 'SIGTERM' : 0);
  });
});

describe('the certificate', () => {
  it.each(['127.0.0.1', 'localhost'])('is good for %s to whoever trusts it', async (name) => {
    const { DATA_FILE, cert } = filesIn(await newFolder());
    const { port, certificate } = await start({ DATA_FILE });
    expect(certificate).toBe(cert);
    const ca = await readFile(cert, 'utf8');
    await request(`https://${name}:${port}`).get('/ping').ca(ca).expect(200);
  });

  itOnPosix('lies next to the data file, its key for nobody else to read', async () => {
    const { DATA_FILE, key, cert } = filesIn(join(await newFolder(), 'made', 'on-the-way'));
    await start({ DATA_FILE });
    expect(await modeOf(key)).toBe('600');
    expect(await modeOf(cert)).toBe('644');
  });

  it('stays the same over a restart', async () => {
    const { DATA_FILE, cert } = filesIn(await newFolder());
    const first = await start({ DATA_FILE });
    const serial = await serialOf(cert);
    first.kill('SIGTERM');
    await first.ended;
    await start({ DATA_FILE });
    expect(await serialOf(cert)).toBe(serial);
  });

  it('is made anew when it has expired, and its key is closed again', async () => {
    const { DATA_FILE, key, cert } = filesIn(await newFolder());
    const old = await generate([{ name: 'commonName', value: 'localhost' }], {
      notBeforeDate: new Date('2020-01-01'),
      notAfterDate: new Date('2021-01-01'),
    });
    await writeFile(key, old.private);
    await writeFile(cert, old.cert);
    await chmod(key, 0o644);
    const { port } = await start({ DATA_FILE });
    expect(new X509Certificate(old.cert).serialNumber).not.toBe(await serialOf(cert));
    if (process.platform !== 'win32') expect(await modeOf(key)).toBe('600');
    const ca = await readFile(cert, 'utf8');
    await request(`https://127.0.0.1:${port}`).get('/ping').ca(ca).expect(200);
  });

  it.each(['key', 'cert'] as const)('is made anew when its %s is of another', async (part) => {
    const files = filesIn(await newFolder());
    const { private: key, cert } = await generate();
    const first = await start({ DATA_FILE: files.DATA_FILE });
    const serial = await serialOf(files.cert);
    first.kill('SIGTERM');
    await first.ended;
    await writeFile(files[part], { key, cert }[part]);
    const { port } = await start({ DATA_FILE: files.DATA_FILE });
    expect(await serialOf(files.cert)).not.toBe(serial);
    const ca = await readFile(files.cert, 'utf8');
    await request(`https://127.0.0.1:${port}`).get('/ping').ca(ca).expect(200);
  });

  it('is kept nowhere when the users are not', async () => {
    expect(await start({ DATA_FILE: ':memory:' })).toMatchObject({ certificate: 'in memory only' });
  });

  it('need not be kept: a folder that cannot be made is told of, and no more', async () => {
    const file = join(await newFolder(), 'file');
    await writeFile(file, '');
    const { output, certificate, secureUrl } = await start({
      DATA_FILE: join(file, 'users.db'),
      MONGODB_URI: `mongodb://127.0.0.1:${await closedPort()}/none`,
    });
    expect(output).toMatch(/^The certificate for https is not kept: \w+/m);
    expect(certificate).toBe('in memory only');
    await request(secureUrl).get('/ping').disableTLSCerts().expect(200);
  });
});

describe('HTTPS_PORT', () => {
  it('is the port', async () => {
    const port = await closedPort();
    expect(await start({ HTTPS_PORT: String(port) })).toMatchObject({ port });
  });

  it.each(['abc', '65536', '-1'])('cannot be %j', async (HTTPS_PORT) => {
    const app = apps.launch({ HTTPS_PORT });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe(
      `HTTPS_PORT is "${HTTPS_PORT}"; write a number from 0 to 65535 (0: any free port).\n`,
    );
  });

  it('is asked for again when it names one that is taken', async () => {
    const { port } = await start();
    const app = apps.launch({ HTTPS_PORT: String(port) });
    expect(await app.ended).toBe(1);
    expect(app.output).toBe(
      `Port ${port} is taken by another program. ` +
        'Set HTTPS_PORT to another one (HTTPS_PORT=0: any free port).\n',
    );
  });

  it('is any free one, and that is said, when 3443 is taken and nobody asked for it', async () => {
    const other = await listenOn(3443);
    cleanups.push(async () => other?.close());
    const { output, port } = await start({ HTTPS_PORT: '' });
    expect(output).toMatch(/^Port 3443 is taken by another program; using a free port instead\.$/m);
    expect(port).not.toBe(3443);
  });
});
