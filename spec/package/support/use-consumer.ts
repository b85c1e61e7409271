import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installConsumer } from './install-consumer';
import { packTarball, type Tarball } from './pack-tarball';
import { ROOT } from './root';

const MINUTES = 60_000;

/** A project that has installed the tarball, removed after the last spec of the file. */
export interface Consumer {
  readonly folder: string;
  readonly tarball: Tarball;
}

/**
 * Installs the tarball, Express, Mongoose and the packages `names`, in the versions of
 * `devDependencies` if they are there.
 */
export function useConsumer(names: readonly string[] = []): Consumer {
  let folder: string;
  let tarball: Tarball;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'consumer-'));
    tarball = await packTarball(folder);
    await installConsumer(folder, [tarball.path, ...(await packages(names))]);
  }, 5 * MINUTES);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  return {
    get folder() {
      return folder;
    },
    get tarball() {
      return tarball;
    },
  };
}

async function packages(names: readonly string[]): Promise<string[]> {
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  return [
    ...['express', 'mongoose', ...names].map((name) =>
      name in devDependencies ? `${name}@${devDependencies[name]}` : name,
    ),
    // For the shared rate-limit store of the recipe.
    'rate-limit-redis@^6',
    'redis@^6',
  ];
}
