import { exec } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** The repository's root. */
export const ROOT = join(__dirname, '..', '..', '..');

/** Builds what `npm start` runs, once for all specs of the example app. */
export default async function build(): Promise<void> {
  const scripts = 'npm run build && npm run build --workspace example-app';
  try {
    await promisify(exec)(scripts, { cwd: ROOT });
  } catch (error) {
    // The compiler writes its errors to the standard output.
    const { message, stdout } = error as Error & { stdout: string };
    throw new Error(`${message}\n${stdout}`);
  }
}
