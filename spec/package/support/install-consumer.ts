import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './root';

const run = promisify(execFile);

const CONSUMERS = join(ROOT, 'spec', 'package', 'consumers');

/** Creates a project in `folder` with the files of `consumers/` and installs `packages`. */
export async function installConsumer(folder: string, packages: readonly string[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(CONSUMERS, folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
  await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', ...packages], {
    cwd: folder,
  });
}
