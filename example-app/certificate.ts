import { createPrivateKey, X509Certificate } from 'node:crypto';

import { type CertificateExtension, type CertificateField, generate } from 'selfsigned';

/** A key and its certificate, as PEM. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

const subject: CertificateField[] = [{ name: 'commonName', value: 'localhost' }];

/** Both ways to write the loopback address; browsers and Node look at these names only. */
const extensions: CertificateExtension[] = [
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

/** Signed by its own key and good for a year: nobody trusts it who was not told to. */
export async function makeCertificate(): Promise<Certificate> {
  const made = await generate(subject, {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions,
  });
  return { key: made.private, cert: made.cert };
}

const aDay = 24 * 60 * 60 * 1000;

/** Whether it can serve for a day from now: as long as anyone leaves a trial running. */
export function isUsable({ key, cert }: Certificate): boolean {
  try {
    const certificate = new X509Certificate(cert);
    return (
      Date.parse(certificate.validTo) > Date.now() + aDay &&
      certificate.checkHost('localhost') !== undefined &&
      certificate.checkIP('127.0.0.1') !== undefined &&
      certificate.checkPrivateKey(createPrivateKey(key))
    );
  } catch {
    return false;
  }
}
