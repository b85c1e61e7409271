import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type MongoDBServer, startMongoDB } from 'express-dbconnections/testing';
import { compileBlock } from './support/compile-block';
import { RECIPES, readmeBlocks } from './support/readme-blocks';
import { ROOT } from './support/root';
import { useConsumer } from './support/use-consumer';

const run = promisify(execFile);
const MINUTES = 60_000;

const consumer = useConsumer([
  'typescript',
  '@types/express',
  '@types/node',
  'openapi-types',
  // The last major version that has moduleResolution node10.
  'typescript-5@npm:typescript@^5',
]);
let database: MongoDBServer;

beforeAll(async () => {
  database = await startMongoDB();
});

afterAll(() => database.close());

function runInConsumer(command: string, ...args: string[]) {
  return run(command, args, { cwd: consumer.folder, env: consumerEnv() });
}

function consumerEnv(): NodeJS.ProcessEnv {
  return { ...process.env, MONGODB_URI: database.uri };
}

describe('the tarball', () => {
  it('contains only the build, the README, the licence and the changelog', () => {
    const { files } = consumer.tarball;
    const others = files.filter((path) => !path.startsWith('dist/'));
    expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
    expect(files).toEqual(
      expect.arrayContaining([
        'dist/index.js',
        'dist/index.mjs',
        'dist/password/bcrypt-worker.cjs',
        'dist/testing/index.js',
        'dist/testing/index.mjs',
      ]),
    );
  });

  it.each(['consumer.cjs', 'consumer.mjs'])(
    'signs a user up from %s, and the process exits by itself',
    async (file) => {
      const { stdout, stderr } = await runInConsumer('node', file);
      expect({ response: JSON.parse(stdout), stderr }).toEqual({
        response: {
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

  it.each(['testing.cjs', 'testing.mjs'])(
    'starts a MongoDB server from %s, and the process ends by itself',
    async (file) => {
      const { stdout, stderr } = await runInConsumer('node', file);
      expect({ stored: JSON.parse(stdout), stderr }).toEqual({ stored: [{ a: 1 }], stderr: '' });
    },
    MINUTES,
  );

  it(
    'type-checks with moduleResolution node10',
    async () => {
      const compiler = join('node_modules', 'typescript-5', 'bin', 'tsc');
      await runInConsumer('node', compiler, '-p', 'tsconfig.node10.json');
    },
    MINUTES,
  );

  it(
    'type-checks in a TypeScript consumer, together with the code of the README',
    async () => {
      const blocks = [...(await readmeBlocks('ts')), ...(await readmeBlocks('ts', RECIPES))];
      await Promise.all(
        blocks.map((code, index) => writeFile(join(consumer.folder, `readme-${index}.mts`), code)),
      );
      await runInConsumer('npx', 'tsc', '-p', '.');
      expect(blocks).not.toHaveLength(0);
    },
    MINUTES,
  );

  it(
    'works with the model and the login of the README',
    async () => {
      await compileBlock('hasher.verify', join(consumer.folder, 'readme-login.mjs'));

      const { stdout, stderr } = await runInConsumer('node', 'login.mjs');

      const { responses, stored } = JSON.parse(stdout);
      const [signedUp] = responses;
      expect(stderr).toBe('');
      const wrong = { status: 401, body: { error: 'Wrong e-mail or password' } };
      expect(responses).toMatchObject([
        { status: 200, body: { email: 'grace@example.com' } },
        { status: 200, body: { _id: signedUp.body._id, plan: 'free' } },
        wrong,
        wrong,
      ]);
      expect(signedUp.body).not.toHaveProperty('plan');
      expect(stored).toMatchObject({ plan: 'free', last_login: expect.any(String) });
      expect(stored).not.toHaveProperty('password_hash');
    },
    MINUTES,
  );

  it(
    'responds as the quick start of the README says',
    async () => {
      const [code = ''] = await readmeBlocks('js');
      expect(code.trim().split('\n')).toHaveLength(14);
      await writeFile(join(consumer.folder, 'quick-start.mjs'), code);
      const [curl = ''] = (await readmeBlocks('sh')).filter((block) => block.startsWith('curl'));
      const [response = ''] = await readmeBlocks('json');

      const server = spawn('node', ['quick-start.mjs'], {
        cwd: consumer.folder,
        env: consumerEnv(),
      });
      try {
        const { stdout } = await run('curl', [...RETRY, ...words(curl)]);
        const withoutId = (json: string) => ({ ...JSON.parse(json), _id: undefined });
        expect(withoutId(stdout)).toEqual(withoutId(response));
      } finally {
        server.kill();
        await once(server, 'exit');
      }
    },
    MINUTES,
  );
});

// The server may still be starting.
const RETRY = ['--silent', '--retry', '30', '--retry-delay', '1', '--retry-connrefused'];

/** The arguments of a curl command, split as a shell splits them. */
function words(line: string): string[] {
  const parts = line.replaceAll('\\\n', ' ').match(/'[^']*'|[^\s']+/g) ?? [];
  return parts.slice(1).map((word) => word.replace(/^'|'$/g, ''));
}

describe('the package', () => {
  it.each([
    ['publint', ['publint', '--strict']],
    ['are-the-types-wrong', ['attw', '--pack', '.']],
  ])(
    'passes %s',
    async (_name, args) => {
      await run('npx', args, { cwd: ROOT });
    },
    MINUTES,
  );
});
