import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CertificateExtension, generate } from 'selfsigned';
import { NotPrivateError, readPrivateFile, replaceFile, requireOwnFolder } from './private-files';

/** A key and its certificate, as PEM. */
interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate with the file where clients can read it; absent: in memory only. */
export interface KeptCertificate extends Certificate {
  readonly file: string | undefined;
}

/** Longer than a trial is left running. */
const MIN_VALIDITY_MS = 24 * 60 * 60 * 1000;

/** Both ways to write the loopback address; browsers and Node look at these names only. */
const EXTENSIONS: CertificateExtension[] = [
  { name: 'basicConstraints', cA: false, critical: true },
  { name: 'keyUsage', digitalSignature: true, critical: true },
  { name: 'extKeyUsage', serverAuth: true },
  {
    name: 'subjectAltName',
    altNames: [
      { type: 2, value: 'localhost' },
      { type: 7, ip: '127.0.0.1' },
    ],
  },
];

/**
 * The certificate of the last start, so that browsers and clients that trust it continue to do so;
 * a new one if there is none, if it does not work or if its key is not private. It is stored next
 * to the data file.
 */
export async function keptCertificate(dataFile: string | undefined): Promise<KeptCertificate> {
  if (dataFile === undefined) {
    return { ...(await makeCertificate()), file: undefined };
  }
  try {
    return await certificateIn(dirname(dataFile));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`The certificate for https is not kept: ${reason}`);
    return { ...(await makeCertificate()), file: undefined };
  }
}

async function certificateIn(folder: string): Promise<KeptCertificate> {
  const keyFile = join(folder, 'https-key.pem');
  const file = join(folder, 'https-certificate.pem');
  await requireOwnFolder(folder);
  const kept = await readCertificate(keyFile, file);
  if (kept !== undefined && isUsable(kept)) {
    return { ...kept, file };
  }
  const made = await makeCertificate();
  await replaceFile(keyFile, made.key, 0o600);
  await replaceFile(file, made.cert, 0o644);
  return { ...made, file };
}

/** Returns nothing if a part is missing, cannot be read or is not private. */
async function readCertificate(keyFile: string, file: string): Promise<Certificate | undefined> {
  try {
    return { key: await readPrivateFile(keyFile), cert: await readFile(file, 'utf8') };
  } catch (error) {
    if (error instanceof NotPrivateError) {
      console.log(`The kept certificate is replaced: ${error.message}.`);
    }
    return undefined;
  }
}

function isUsable({ key, cert }: Certificate): boolean {
  try {
    const certificate = new X509Certificate(cert);
    return (
      Date.parse(certificate.validTo) > Date.now() + MIN_VALIDITY_MS &&
      certificate.checkHost('localhost') !== undefined &&
      certificate.checkIP('127.0.0.1') !== undefined &&
      certificate.checkPrivateKey(createPrivateKey(key))
    );
  } catch {
    return false;
  }
}

/** Self-signed and valid for a year: clients accept it only if they are configured to trust it. */
async function makeCertificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: EXTENSIONS,
  });
  return { key: made.private, cert: made.cert };
}
