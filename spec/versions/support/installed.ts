import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { installConsumer } from '../../package/support/install-consumer';
import type { Pair } from './legs';

const run = promisify(execFile);

/** The folder of everything that `install.ts` installs. */
export const FOLDER = String(process.env.VERSIONS_FOLDER);

/** The folder of the project with this pair of versions. */
export function pairFolder(folder: string, { express, mongoose }: Pair): string {
  return join(folder, `express-${express}-mongoose-${mongoose}`);
}

/** The installed Node of this version, or the one that runs the specs if it has this version. */
export function nodeBinary(folder: string, version: string): string | undefined {
  const installed = installedNode(folder, version);
  if (existsSync(installed)) {
    return installed;
  }
  return `${process.versions.node}.`.startsWith(`${version}.`) ? process.execPath : undefined;
}

function installedNode(folder: string, version: string): string {
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  return join(nodeFolder(folder, version), 'node_modules', 'node', 'bin', program);
}

function nodeFolder(folder: string, version: string): string {
  return join(folder, `node-${version}`);
}

/** Creates a project with the tarball, these versions and their types. */
export async function installPair(folder: string, tarball: string, pair: Pair): Promise<void> {
  const [major] = pair.express.split('.');
  await installConsumer(pairFolder(folder, pair), [
    tarball,
    `express@${pair.express}`,
    `mongoose@${pair.mongoose}`,
    `@types/express@${major}`,
    '@types/node@20',
    'openapi-types@12',
  ]);
}

/** Installs a Node from npm if npm has one for this machine. */
export async function installNode(folder: string, version: string): Promise<void> {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node@npm:node-${platform}-${process.arch}@${version}`;
  const cwd = nodeFolder(folder, version);
  await mkdir(cwd);
  await writeFile(join(cwd, 'package.json'), JSON.stringify({ private: true }));
  try {
    await run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund', name], { cwd });
    await run(installedNode(folder, version), ['--version']);
  } catch {
    await rm(cwd, { recursive: true });
  }
}
