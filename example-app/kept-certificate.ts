import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { type Certificate, isUsable, makeCertificate } from './certificate';

/** The certificate with the place where a client can read it; without one it is in memory only. */
export interface KeptCertificate extends Certificate {
  readonly file: string | undefined;
}

/**
 * The certificate of the last start, so that a browser or a client that was told to trust it still
 * does; a new one when there is none, or none that works. It lies next to the data file.
 */
export async function keptCertificate(dataFile: string | undefined): Promise<KeptCertificate> {
  if (dataFile === undefined) return { ...(await makeCertificate()), file: undefined };
  const files = {
    key: join(dirname(dataFile), 'https-key.pem'),
    cert: join(dirname(dataFile), 'https-certificate.pem'),
  };
  const kept = await read(files).catch(() => undefined);
  if (kept !== undefined && isUsable(kept)) return { ...kept, file: files.cert };

  const made = await makeCertificate();
  const isKept = await keep(made, files);
  return { ...made, file: isKept ? files.cert : undefined };
}

/** Where the two parts lie: apart, because only one of them is to be shown around. */
interface Files {
  readonly key: string;
  readonly cert: string;
}

async function read(files: Files): Promise<Certificate> {
  return { key: await readFile(files.key, 'utf8'), cert: await readFile(files.cert, 'utf8') };
}

/** A folder that cannot be written to is no reason not to start: the next start makes another one. */
async function keep({ key, cert }: Certificate, files: Files): Promise<boolean> {
  try {
    await mkdir(dirname(files.key), { recursive: true, mode: 0o700 });
    await replace(files.key, key, 0o600);
    await replace(files.cert, cert, 0o644);
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.log(`The certificate for https is not kept: ${reason}`);
    return false;
  }
}

/** A new file in the old one's place: writing into the old one would leave it its wider rights. */
async function replace(file: string, text: string, mode: number): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text, { mode, flag: 'wx' });
  await rename(draft, file);
}
