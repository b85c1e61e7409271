import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { bcryptHasher, userModel } from 'express-dbconnections';
import request, { type Test } from 'supertest';
import { type Program, startProgram } from '../package/support/start-program';
import type { DatabaseLine } from '../support/database-line';
import {
  badRequest,
  expectFailure,
  protocolFailure,
  sentence,
  TOO_MANY_SIGNUPS,
  UNAVAILABLE,
} from '../support/expect-failure';
import { expectSuccess, type SignupStore } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import { useDatabase } from '../support/use-database';
import { PATH, REQUEST } from '../support/use-signup-apps';
import { describeLeg } from './support/describe-leg';
import { FOLDER } from './support/folder';
import { pairFolder } from './support/installed';
import { LEGS } from './support/legs';

const run = promisify(execFile);

jest.setTimeout(60_000);

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');
const INVALID_SIGNUP = badRequest('invalid_signup', 'Invalid sign up');
const BAD_BODY = protocolFailure(400, 'invalid_body', 'Bad Request');

/** What `host.mjs` says first. */
interface Host {
  readonly url: string;
  readonly versions: Readonly<Record<'node' | 'express' | 'mongoose', string>>;
}

const PROFILE = {
  given_name: 'Ada',
  family_name: 'Lovelace',
  name: 'Ada Lovelace',
  nickname: 'ada',
  picture: 'https://example.com/ada.png',
  user_metadata: { plan: 'silver' },
};

for (const leg of LEGS) {
  describeLeg(leg, (node) => {
    const database = useDatabase();
    const hasher = bcryptHasher({ rounds: 4, threads: 1 });
    const folder = pairFolder(FOLDER, leg);
    let line: DatabaseLine;
    let store: SignupStore;
    let host: Program<Host>;
    let count = 0;

    beforeAll(async () => {
      line = await database.line();
      store = { users: userModel(await database.connect()), router: { hasher } };
      const env = { MONGODB_URI: line.uri, DB_NAME: database.dbName };
      host = await startProgram({ node, folder, file: 'host.mjs', env });
    });

    afterAll(async () => {
      host?.kill();
      await hasher.close?.();
    });

    /** A sign-up that nobody has made before. */
    function fresh() {
      count += 1;
      return { ...REQUEST, email: `user${count}@example.com`, username: `user${count}` };
    }

    function post(body: object | string, prefix = '/telling'): Test {
      return request(host.facts.url).post(`${prefix}${PATH}`).type('json').send(body);
    }

    it('run on what they are said to run on', () => {
      const { versions } = host.facts;
      process.stdout.write(
        `Node ${versions.node}, Express ${versions.express}, Mongoose ${versions.mongoose}\n`,
      );
      for (const name of ['node', 'express', 'mongoose'] as const) {
        expect(`${versions[name]}.`.startsWith(`${leg[name]}.`)).toBe(true);
      }
    });

    it('build the unique indexes', async () => {
      const indexes = await store.users.collection.indexes();

      expect(indexes.filter(({ unique }) => unique).map(({ key }) => key)).toEqual([
        { connection: 1, email: 1 },
        { connection: 1, username: 1 },
      ]);
    });

    it('with autoIndex: false tell which indexes to create', async () => {
      expect(await host.ask('readyWithoutIndexes')).toMatch(
        /^express-dbconnections: unique indexes are missing; create them:\ndb\.getCollection\("unindexed"\)\.createIndex\(.*"email".*\)\ndb\.getCollection\("unindexed"\)\.createIndex\(.*"username".*\)$/,
      );
    });

    it.each(['/hiding', '/parsed'])(
      'store a user with the whole profile and show it, under %s',
      async (prefix) => {
        const body = { ...fresh(), ...PROFILE };
        const { email, username } = body;

        await expectSuccess(store, await post(body, prefix), {
          shown: { email, username, ...PROFILE },
        });
      },
    );

    it('take a form', async () => {
      const { email, username, ...rest } = fresh();
      const answer = await request(host.facts.url)
        .post(`/hiding${PATH}`)
        .type('form')
        .send({ ...rest, email, username, 'user_metadata[plan]': 'silver' });

      await expectSuccess(store, answer, {
        shown: { email, username, user_metadata: { plan: 'silver' } },
      });
    });

    it('refuse what is taken, and tell so or hide it', async () => {
      const taken = fresh();
      await post(taken);
      const before = await storedUsers(store);

      for (const [body, told] of [
        [{ ...fresh(), email: taken.email }, USER_EXISTS],
        [{ ...fresh(), username: taken.username }, USERNAME_EXISTS],
      ] as const) {
        expectFailure(await post(body, '/telling'), told);
        expectFailure(await post(body, '/hiding'), INVALID_SIGNUP);
      }

      expect(await storedUsers(store)).toEqual(before);
    });

    it('let one of many equal sign-ups through', async () => {
      const body = fresh();
      const answers = await Promise.all(Array.from({ length: 12 }, () => post(body)));

      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(400)]);
      expect(await store.users.countDocuments({ email: body.email })).toBe(1);
    });

    it('refuse a missing field and a weak password', async () => {
      expectFailure(await post({ ...fresh(), email: undefined }), sentence('email is required'));

      const weak = await post({ ...fresh(), password: 'weak' });
      expect({ status: weak.status, body: weak.body }).toMatchObject({
        status: 400,
        body: { name: 'PasswordStrengthError', code: 'invalid_password', statusCode: 400 },
      });
    });

    it.each(['/telling', '/parsed'])(
      'answer what is no JSON without a word of it, under %s',
      async (prefix) => {
        expectFailure(await post('{"password":"Canary-7fQ!qvzx",}', prefix), BAD_BODY);
      },
    );

    it('answer a preflight', async () => {
      const { status, headers } = await request(host.facts.url)
        .options(`/telling${PATH}`)
        .set('Origin', 'https://app.example.com')
        .set('Access-Control-Request-Method', 'POST')
        .set('Access-Control-Request-Headers', 'content-type');

      expect({ status, headers }).toMatchObject({
        status: 204,
        headers: {
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'Content-Type,Auth0-Client,X-Request-Language',
        },
      });
    });

    it('answer other methods, and leave other paths to the host', async () => {
      expectFailure(
        await request(host.facts.url).get(`/telling${PATH}`),
        protocolFailure(405, 'method_not_allowed', 'Use POST.', { allow: 'POST' }),
      );
      expect((await request(host.facts.url).post('/telling/dbconnections/other')).status).toBe(404);
    });

    it('limit the rate', async () => {
      const answers = [
        await post(fresh(), '/limited'),
        await post(fresh(), '/limited'),
        await post(fresh(), '/limited'),
      ];

      expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
      expectFailure(answers[2] as never, {
        ...TOO_MANY_SIGNUPS,
        headers: { 'retry-after': /^\d+$/, 'x-ratelimit-reset': /^\d{10}$/ },
      });
    });

    it('verify the password at a login', async () => {
      const { email, password, username } = fresh();
      await post({ ...REQUEST, email, username });
      const login = (body: object) => request(host.facts.url).post('/login').send(body);

      expect((await login({ email, password })).status).toBe(200);
      expect((await login({ email, password: `${password}?` })).status).toBe(401);
    });

    it('find a user whose answer was lost', async () => {
      const body = fresh();
      const { email, username } = body;
      void line.fail('insert', 'drop after');

      await expectSuccess(store, await post(body), { shown: { email, username } });
    });

    it('answer 503 while the database is away, and 200 again', async () => {
      const body = fresh();
      const { email, username } = body;
      await line.cut();
      try {
        expectFailure(await post(body), UNAVAILABLE);
      } finally {
        await line.restore();
      }

      await expectSuccess(store, await post(body), { shown: { email, username } });
    });

    it('answer 503 once the routers are closed, and the process ends by itself', async () => {
      await host.ask('closeRouters');
      const before = await storedUsers(store);
      expectFailure(await post(fresh()), UNAVAILABLE);
      expect(await storedUsers(store)).toEqual(before);

      expect(await host.end()).toEqual({ code: 0, printed: '' });
    });

    it('have the same package behind both doors', async () => {
      const env = { ...process.env, MONGODB_URI: database.uri, DB_NAME: database.dbName };
      const { stdout, stderr } = await run(node, ['consumer.cjs'], { cwd: folder, env });

      expect({ stderr, answer: JSON.parse(stdout) }).toMatchObject({
        stderr: '',
        answer: { status: 200, body: { email: 'ada@example.com' } },
      });
    });
  });
}
