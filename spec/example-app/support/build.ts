import { exec } from 'node:child_process';
import { promisify } from 'node:util';
import { ROOT } from './root';

/** Builds what `npm start` runs, once for all specs of the example app: they start the compiled app. */
export default async function build(): Promise<void> {
  const scripts = 'npm run build && npm run build --workspace example-app';
  try {
    await promisify(exec)(scripts, { cwd: ROOT });
  } catch (error) {
    // The compiler's own words are on the standard output.
    const { message, stdout } = error as Error & { stdout: string };
    throw new Error(`${message}\n${stdout}`);
  }
}
