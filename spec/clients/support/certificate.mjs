import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import selfsigned from 'selfsigned';

/** Makes a certificate for 127.0.0.1 and localhost; resolves with the folder that holds it. */
export async function makeCertificate() {
  const pems = await selfsigned.generate([{ name: 'commonName', value: '127.0.0.1' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      // The clients trust it as a certificate authority.
      { name: 'basicConstraints', cA: true, critical: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  const folder = await mkdtemp(join(tmpdir(), 'signup-clients-'));
  await writeFile(join(folder, 'key.pem'), pems.private, { mode: 0o600 });
  await writeFile(join(folder, 'cert.pem'), pems.cert);
  return folder;
}
