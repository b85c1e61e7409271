import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root';

const run = promisify(execFile);

export interface Tarball {
  readonly path: string;
  /** The paths of the files in it. */
  readonly files: readonly string[];
}

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** Packs the built package into `folder` as it would be published. */
export async function packTarball(folder: string): Promise<Tarball> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: ROOT });
  const output: unknown = JSON.parse(stdout);
  // npm 11 prints an array, npm 12 an object by package name.
  const { filename, files } = Object.values(output as Record<string, Packed>)[0] as Packed;
  return { path: join(folder, filename), files: files.map(({ path }) => path) };
}
