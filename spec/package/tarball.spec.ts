import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type EmbeddedDatabase,
  startEmbeddedDatabase,
} from '../../example-app/embedded-database/embedded-database';

const run = promisify(execFile);
const ROOT = join(__dirname, '..', '..');
const CONSUMERS = join(__dirname, 'consumers');
const MINUTES = 60_000;

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

let folder: string;
let packed: Packed;
let database: EmbeddedDatabase;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  packed = await pack();
  await installConsumer();
  database = await startEmbeddedDatabase();
}, 5 * MINUTES);

afterAll(async () => {
  await database?.close();
  await rm(folder, { recursive: true, force: true });
});

async function pack(): Promise<Packed> {
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const { stdout } = await run('npm', args, { cwd: ROOT });
  const output: unknown = JSON.parse(stdout);
  // npm 11 answers with an array, npm 12 with an object by package name.
  return Object.values(output as Record<string, Packed>)[0] as Packed;
}

async function installConsumer(): Promise<void> {
  await cp(CONSUMERS, folder, { recursive: true });
  const { devDependencies } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  const names = ['express', 'mongoose', 'typescript', '@types/express', '@types/node'];
  const versions = [
    ...names.map((name) => `${name}@${devDependencies[name]}`),
    // For the README's shared rate-limit store.
    'rate-limit-redis@^6',
    'redis@^6',
  ];
  await writeFile(join(folder, 'package.json'), JSON.stringify({ private: true }));
  const tarball = join(folder, packed.filename);
  await run('npm', ['install', '--no-audit', '--no-fund', tarball, ...versions], { cwd: folder });
}

function runInConsumer(command: string, ...args: string[]) {
  return run(command, args, { cwd: folder, env: consumerEnv() });
}

function consumerEnv(): NodeJS.ProcessEnv {
  return { ...process.env, MONGODB_URI: database.uri };
}

describe('the tarball', () => {
  it('holds the build, the README, the licence and the changelog, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    const others = paths.filter((path) => !path.startsWith('dist/'));
    expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(paths).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.mjs',
        'dist/password/bcrypt-worker.cjs',
      ]),
    );
  });

  it.each(['consumer.cjs', 'consumer.mjs'])(
    'signs a user up from %s, and the process ends by itself',
    async (consumer) => {
      const { stdout, stderr } = await runInConsumer('node', consumer);
      expect({ answer: JSON.parse(stdout), stderr }).toEqual({
        answer: {
          status: 200,
          body: {
            _id: expect.stringMatching(/^[0-9a-f]{24}$/),
            email_verified: false,
            email: 'ada@example.com',
          },
        },
        stderr: '',
      });
    },
    MINUTES,
  );

  it(
    'type-checks in a TypeScript consumer, with the code of the README',
    async () => {
      const blocks = await readmeBlocks('ts');
      await Promise.all(
        blocks.map((code, index) => writeFile(join(folder, `readme-${index}.ts`), code)),
      );
      await runInConsumer('npx', 'tsc', '-p', '.');
      expect(blocks).not.toHaveLength(0);
    },
    MINUTES,
  );

  it(
    'answers as the quick start of the README says',
    async () => {
      const [code = ''] = await readmeBlocks('js');
      expect(code.trim().split('\n')).toHaveLength(12);
      await writeFile(join(folder, 'quick-start.mjs'), code);
      const [curl = ''] = (await readmeBlocks('sh')).filter((block) => block.startsWith('curl'));
      const [answer = ''] = await readmeBlocks('json');

      const server = spawn('node', ['quick-start.mjs'], { cwd: folder, env: consumerEnv() });
      try {
        const { stdout } = await run('curl', [...RETRY, ...words(curl)]);
        const withoutId = (json: string) => ({ ...JSON.parse(json), _id: undefined });
        expect(withoutId(stdout)).toEqual(withoutId(answer));
      } finally {
        server.kill();
        await once(server, 'exit');
      }
    },
    MINUTES,
  );
});

// The server may not listen yet.
const RETRY = ['--silent', '--retry', '30', '--retry-delay', '1', '--retry-connrefused'];

/** The arguments of a curl line as a shell would see them. */
function words(line: string): string[] {
  const parts = line.replaceAll('\\\n', ' ').match(/'[^']*'|[^\s']+/g) ?? [];
  return parts.slice(1).map((word) => word.replace(/^'|'$/g, ''));
}

async function readmeBlocks(language: string): Promise<string[]> {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8');
  const blocks = readme.matchAll(/^```(\w+)\n(.*?)^```$/gms);
  return [...blocks].filter(([, name]) => name === language).map(([, , code = '']) => code);
}

describe('the package', () => {
  it.each([
    ['publint', ['publint', '--strict']],
    ['are-the-types-wrong', ['attw', '--pack', '.']],
  ])(
    'has nothing that %s finds',
    async (_name, args) => {
      await run('npx', args, { cwd: ROOT });
    },
    MINUTES,
  );
});
