import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url));
const FOLDER = fileURLToPath(new URL('../../node_modules/.cache/secantusdb', import.meta.url));

/** Installs SecantusDB into a folder of its own if it is missing; returns its command. */
export function installSecantusDb() {
  const installed = join(FOLDER, 'requirements.txt');
  if (!existsSync(installed) || !readFileSync(installed).equals(readFileSync(REQUIREMENTS))) {
    ensurePython();
    mkdirSync(FOLDER, { recursive: true });
    run('python3', '-m', 'venv', '--clear', FOLDER);
    run(join(FOLDER, 'bin', 'pip'), 'install', '--quiet', '--requirement', REQUIREMENTS);
    // Last, so that an interrupted installation starts again.
    copyFileSync(REQUIREMENTS, installed);
  }
  return join(FOLDER, 'bin', 'secantusd-py');
}

function ensurePython() {
  try {
    run('python3', '-c', 'import ensurepip, sys; assert sys.version_info >= (3, 11)');
  } catch {
    console.log('Python 3.11 or newer is missing; installing it with apt-get');
    run('apt-get', 'update', '-qq');
    run('apt-get', 'install', '-y', '-qq', 'python3-venv');
  }
}

function run(command, ...args) {
  execFileSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
}
