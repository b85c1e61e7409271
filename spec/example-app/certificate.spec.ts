import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import {
  chmod,
  chown,
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generate } from 'selfsigned';
import request from 'supertest';
import { type KeptCertificate, keptCertificate } from '../../example-app/server/certificate';
import { startServers } from '../../example-app/server/servers';

const itOnPosix = process.platform === 'win32' ? it.skip : it;
const itAsRoot = process.getuid?.() === 0 ? it : it.skip;
const OTHER_UID = 65_534;
const EC = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

// A busy machine makes certificates slowly.
jest.setTimeout(30_000);

let folder: string;
let logged: jest.SpyInstance;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  logged = jest.spyOn(console, 'log').mockImplementation();
});

afterEach(async () => {
  logged.mockRestore();
  await rm(folder, { recursive: true, force: true });
});

/** The certificate of a start with a data file in that folder. */
function start(inFolder = folder): Promise<KeptCertificate> {
  return keptCertificate(join(inFolder, 'users.db'));
}

function files(inFolder = folder) {
  return {
    key: join(inFolder, 'https-key.pem'),
    cert: join(inFolder, 'https-certificate.pem'),
  };
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8);
}

/** A start must use a new certificate, and have stored it with a private key. */
async function expectReplaced(old: string): Promise<void> {
  const { key, cert, file } = await start();
  expect(serialOf(cert)).not.toBe(serialOf(old));
  expect(file).toBe(files().cert);
  expect(await readFile(files().cert, 'utf8')).toBe(cert);
  expect(await readFile(files().key, 'utf8')).toBe(key);
  if (process.platform !== 'win32') {
    expect(await modeOf(files().key)).toBe('600');
  }
}

function serialOf(cert: string): string {
  return new X509Certificate(cert).serialNumber;
}

describe('the certificate', () => {
  it.each(['127.0.0.1', 'localhost'])('is valid for %s if it is trusted', async (name) => {
    const dataFile = join(folder, 'users.db');
    const servers = await startServers({ port: 0, httpsPort: 0, dataFile, mongodbUri: undefined });
    servers.serve((_req, res) => void res.end());
    try {
      expect(servers.certificateFile).toBe(files().cert);
      const ca = await readFile(files().cert, 'utf8');
      const url = servers.secureAddress.replace('127.0.0.1', name);
      await request(url).get('/').ca(ca).expect(200);
    } finally {
      await servers.close(async () => undefined);
    }
  });

  itOnPosix('is stored next to the data file, with a private key', async () => {
    const inFolder = join(folder, 'made', 'on-the-way');
    await start(inFolder);
    expect(await modeOf(files(inFolder).key)).toBe('600');
    expect(await modeOf(files(inFolder).cert)).toBe('644');
    expect(await modeOf(inFolder)).toBe('700');
  });

  it('is used again by the next start', async () => {
    const { cert } = await start();
    expect(await start()).toMatchObject({ cert, file: files().cert });
    expect(logged).not.toHaveBeenCalled();
  });

  it('is replaced when it has expired', async () => {
    const old = await generate([{ name: 'commonName', value: 'localhost' }], {
      ...EC,
      notBeforeDate: new Date('2020-01-01'),
      notAfterDate: new Date('2021-01-01'),
    });
    await writeFile(files().key, old.private, { mode: 0o600 });
    await writeFile(files().cert, old.cert);
    await expectReplaced(old.cert);
  });

  it.each(['key', 'cert'] as const)('is replaced when its %s belongs to another', async (part) => {
    const { cert } = await start();
    const { private: key, cert: other } = await generate(undefined, EC);
    await writeFile(files()[part], { key, cert: other }[part]);
    await expectReplaced(cert);
  });

  it('is not stored when the users are not', async () => {
    expect(await keptCertificate(undefined)).toMatchObject({ file: undefined });
  });

  it('is in memory only when its folder cannot be made', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await start(file)).toMatchObject({ file: undefined });
    expect(logged.mock.calls).toEqual([
      [expect.stringMatching(/^The certificate for https is not kept: \w+/)],
    ]);
  });
});

describe('a key that another account can have written or read', () => {
  /** The certificate of an earlier start; `files().key` is then changed. */
  async function startEarlier(): Promise<string> {
    return (await start()).cert;
  }

  function expectReason(reason: string): void {
    const message = `The kept certificate is replaced: ${files().key} ${reason}.`;
    expect(logged.mock.calls).toEqual([[message]]);
  }

  itOnPosix.each(['640', '604', '620', '602'])('is replaced: mode %s', async (mode) => {
    const cert = await startEarlier();
    await chmod(files().key, Number.parseInt(mode, 8));
    await expectReplaced(cert);
    expectReason('is open to other accounts');
  });

  itAsRoot('is replaced: it belongs to another account', async () => {
    const cert = await startEarlier();
    await chown(files().key, OTHER_UID, OTHER_UID);
    await expectReplaced(cert);
    expectReason('belongs to another account');
  });

  itOnPosix('is replaced: a symbolic link', async () => {
    const cert = await startEarlier();
    await rename(files().key, join(folder, 'planted.pem'));
    await symlink(join(folder, 'planted.pem'), files().key);
    await expectReplaced(cert);
    expect(await modeOf(join(folder, 'planted.pem'))).toBe('600');
  });

  itOnPosix('is replaced: a named pipe, which would block the start', async () => {
    const cert = await startEarlier();
    await rm(files().key);
    await promisify(execFile)('mkfifo', ['-m', '600', files().key]);
    await expectReplaced(cert);
    expectReason('is not a regular file');
  });

  itOnPosix.each(['720', '702', '777'])('is not used in a folder of mode %s', async (mode) => {
    const cert = await startEarlier();
    await chmod(folder, Number.parseInt(mode, 8));
    const next = await start();
    expect(serialOf(next.cert)).not.toBe(serialOf(cert));
    expect(next.file).toBeUndefined();
    expect(await readFile(files().cert, 'utf8')).toBe(cert);
    expect(logged.mock.calls).toEqual([
      [`The certificate for https is not kept: ${folder} is open to other accounts`],
    ]);
  });

  itAsRoot('is not used in a folder of another account', async () => {
    const cert = await startEarlier();
    await chown(folder, OTHER_UID, OTHER_UID);
    const next = await start();
    expect(serialOf(next.cert)).not.toBe(serialOf(cert));
    expect(next.file).toBeUndefined();
  });
});
