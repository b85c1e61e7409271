import { once } from 'node:events';
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import request from 'supertest';
import { type Servers, startServers } from '../../example-app/server/servers';
import { closedPort, isOpen, listenOn } from '../support/ports';

interface Ports {
  readonly port?: number | undefined;
  readonly httpsPort?: number | undefined;
}

let logged: jest.SpyInstance;
const cleanups: (() => unknown)[] = [];

beforeEach(() => {
  logged = jest.spyOn(console, 'log').mockImplementation();
});

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) {
    await cleanup();
  }
  logged.mockRestore();
});

async function start({ port = 0, httpsPort = 0 }: Ports = {}): Promise<Servers> {
  const servers = await startServers({
    port,
    httpsPort,
    dataFile: undefined,
    mongodbUri: undefined,
  });
  cleanups.push(() => servers.close(async () => undefined));
  return servers;
}

/** With undefined instead of a port, as when the variable is not set. */
async function startWithout(name: keyof Ports): Promise<Servers> {
  const settings = { port: 0, httpsPort: 0, dataFile: undefined, mongodbUri: undefined };
  const servers = await startServers({ ...settings, [name]: undefined });
  cleanups.push(() => servers.close(async () => undefined));
  return servers;
}

function portOf(address: string): number {
  return Number(new URL(address).port);
}

describe.each([
  { name: 'http', variable: 'PORT', setting: 'port', key: 'address', usual: 3000 },
  {
    name: 'https',
    variable: 'HTTPS_PORT',
    setting: 'httpsPort',
    key: 'secureAddress',
    usual: 3443,
  },
] as const)('the server for $name', ({ variable, setting, key, usual }) => {
  it('listens on the loopback address only', async () => {
    const port = portOf((await start())[key]);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address, scopeid }) => address !== '127.0.0.1' && !scopeid);
    const open = others.map(({ address }) => isOpen(port, address));
    expect(await isOpen(port, '127.0.0.1')).toBe(true);
    expect(await Promise.all(open)).toEqual(others.map(() => false));
  });

  it('listens on the port of the settings', async () => {
    const port = await closedPort();
    expect(portOf((await start({ [setting]: port }))[key])).toBe(port);
  });

  it('rejects a port that is taken, and names the variable', async () => {
    const port = portOf((await start())[key]);
    await expect(start({ [setting]: port })).rejects.toThrow(
      `Port ${port} is taken by another program. ` +
        `Set ${variable} to another one (${variable}=0: any free port).`,
    );
  });

  it('uses a free port, and says so, when the usual one is taken', async () => {
    const other = await listenOn(usual);
    cleanups.push(() => other?.close());
    const port = portOf((await startWithout(setting))[key]);
    expect(logged.mock.calls).toEqual([
      [`Port ${usual} is taken by another program; using a free port instead.`],
    ]);
    expect(port).not.toBe(usual);
  });
});

it('serves the same app over both, also to requests that arrive early', async () => {
  const servers = await start();
  const early = request(servers.address)
    .get('/')
    .then(({ text }) => text);
  servers.serve((req, res) => void res.end(`from ${req.headers.host}`));
  expect(await early).toBe(`from ${new URL(servers.address).host}`);
  const { text } = await request(servers.secureAddress).get('/').disableTLSCerts().expect(200);
  expect(text).toBe(`from ${new URL(servers.secureAddress).host}`);
});

it('names every origin of its pages', async () => {
  const { address, secureAddress, origins } = await start();
  const [port, securePort] = [portOf(address), portOf(secureAddress)];
  expect([...origins].sort()).toEqual(
    ['127.0.0.1', 'localhost', '[::1]']
      .flatMap((name) => [`http://${name}:${port}`, `https://${name}:${securePort}`])
      .sort(),
  );
});

it('names origins without the default port, as browsers do', async () => {
  if ((await isOpen(80, '127.0.0.1')) || process.getuid?.() !== 0) {
    return;
  }
  expect((await start({ port: 80 })).origins).toContain('http://localhost');
});

it('closes in spite of clients that keep connections open, used or not', async () => {
  const servers = await start();
  servers.serve((_req, res) => void res.end());
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  cleanups.push(() => agent.destroy());
  await request(servers.secureAddress).get('/').agent(agent).expect(200);
  await fetch(servers.address).then((response) => response.text());
  for (const address of [servers.address, servers.secureAddress]) {
    const idle = connect(portOf(address), '127.0.0.1').on('error', () => undefined);
    await once(idle, 'connect');
  }
  const finish = jest.fn(async () => undefined);
  await servers.close(finish);
  expect(finish).toHaveBeenCalledTimes(2);
  expect(await isOpen(portOf(servers.address), '127.0.0.1')).toBe(false);
});
