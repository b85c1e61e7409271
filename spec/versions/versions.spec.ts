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
import { FOLDER, pairFolder } from './support/installed';
import { LEGS } from './support/legs';

const run = promisify(execFile);

const LOST_REPLY =
  /^\(node:\d+\) \[EXPRESS_DBCONNECTIONS_USER_STORED\] .*: MongoNetworkError\n\(Use `node .*\n$/;

jest.setTimeout(60_000);

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');
const USERNAME_EXISTS = badRequest('username_exists', 'The username provided is in use already.');
const INVALID_SIGNUP = badRequest('invalid_signup', 'Invalid sign up');
const BAD_BODY = protocolFailure(400, 'invalid_body', 'The body is not a valid JSON object.');

/** The first message of `host.mjs`. */
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

    /** A sign-up with an unused address and username. */
    function fresh() {
      count += 1;
      return { ...REQUEST, email: `user${count}@example.com`, username: `user${count}` };
    }

    function post(body: object | string, prefix = '/revealing'): Test {
      return request(host.facts.url).post(`${prefix}${PATH}`).type('json').send(body);
    }

    it('uses the versions of its title', () => {
      const { versions } = host.facts;
      process.stdout.write(
        `Node ${versions.node}, Express ${versions.express}, Mongoose ${versions.mongoose}\n`,
      );
      for (const name of ['node', 'express', 'mongoose'] as const) {
        expect(`${versions[name]}.`.startsWith(`${leg[name]}.`)).toBe(true);
      }
    });

    it('builds the unique indexes', async () => {
      const indexes = await store.users.collection.indexes();

      expect(indexes.filter(({ unique }) => unique).map(({ key }) => key)).toEqual([
        { connection: 1, email: 1 },
        { connection: 1, username: 1 },
      ]);
    });

    it('prints the missing indexes with autoIndex: false', async () => {
      expect(await host.ask('readyWithoutIndexes')).toMatch(
        /^express-dbconnections: unique indexes are missing; create them:\ndb\.getCollection\("unindexed"\)\.createIndex\(.*"email".*\)\ndb\.getCollection\("unindexed"\)\.createIndex\(.*"username".*\)$/,
      );
    });

    it.each(['/hiding', '/parsed'])(
      'stores a user with the whole profile and returns it, under %s',
      async (prefix) => {
        const body = { ...fresh(), ...PROFILE };
        const { email, username } = body;

        await expectSuccess(store, await post(body, prefix), {
          shown: { email, username, ...PROFILE },
        });
      },
    );

    it('accepts a form', async () => {
      const { email, username, ...rest } = fresh();
      const response = await request(host.facts.url)
        .post(`/hiding${PATH}`)
        .type('form')
        .send({ ...rest, email, username, 'user_metadata[plan]': 'silver' });

      await expectSuccess(store, response, {
        shown: { email, username, user_metadata: { plan: 'silver' } },
      });
    });

    it('rejects a taken address and a taken username, with and without saying so', async () => {
      const taken = fresh();
      await post(taken);
      const before = await storedUsers(store);

      for (const [body, failure] of [
        [{ ...fresh(), email: taken.email }, USER_EXISTS],
        [{ ...fresh(), username: taken.username }, USERNAME_EXISTS],
      ] as const) {
        expectFailure(await post(body, '/revealing'), failure);
        expectFailure(await post(body, '/hiding'), INVALID_SIGNUP);
      }

      expect(await storedUsers(store)).toEqual(before);
    });

    it('accepts one of many equal sign-ups', async () => {
      const body = fresh();
      const responses = await Promise.all(Array.from({ length: 12 }, () => post(body)));

      expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(400)]);
      expect(await store.users.countDocuments({ email: body.email })).toBe(1);
    });

    it('rejects a missing field and a weak password', async () => {
      expectFailure(await post({ ...fresh(), email: undefined }), sentence('email is required'));

      const weak = await post({ ...fresh(), password: 'weak' });
      expect({ status: weak.status, body: weak.body }).toMatchObject({
        status: 400,
        body: { name: 'PasswordStrengthError', code: 'invalid_password', statusCode: 400 },
      });
    });

    it.each(['/revealing', '/parsed'])(
      'does not quote malformed JSON in its response, under %s',
      async (prefix) => {
        expectFailure(await post('{"password":"Canary-7fQ!qvzx",}', prefix), BAD_BODY);
      },
    );

    it('responds to a preflight', async () => {
      const { status, headers } = await request(host.facts.url)
        .options(`/revealing${PATH}`)
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

    it('rejects other methods and leaves other paths to the host', async () => {
      expectFailure(
        await request(host.facts.url).get(`/revealing${PATH}`),
        protocolFailure(405, 'method_not_allowed', 'Use POST.', { allow: 'POST' }),
      );
      expect((await request(host.facts.url).post('/revealing/dbconnections/other')).status).toBe(
        404,
      );
    });

    it('limits the rate', async () => {
      const responses = [
        await post(fresh(), '/limited'),
        await post(fresh(), '/limited'),
        await post(fresh(), '/limited'),
      ];

      expect(responses.map(({ status }) => status)).toEqual([200, 200, 429]);
      expectFailure(responses[2] as never, {
        ...TOO_MANY_SIGNUPS,
        headers: { 'retry-after': /^\d+$/, 'x-ratelimit-reset': /^\d{10}$/ },
      });
    });

    it('verifies the password of a login', async () => {
      const { email, password, username } = fresh();
      await post({ ...REQUEST, email, username });
      const login = (body: object) => request(host.facts.url).post('/login').send(body);

      expect((await login({ email, password })).status).toBe(200);
      expect((await login({ email, password: `${password}?` })).status).toBe(401);
    });

    it('finds the user when the reply to the insert is lost', async () => {
      const body = fresh();
      const { email, username } = body;
      void line.fail('insert', 'drop after');

      await expectSuccess(store, await post(body), { shown: { email, username } });
    });

    it('responds with 503 while the database is down, and with 200 afterwards', async () => {
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

    it('responds with 503 once the routers are closed, and the process exits by itself', async () => {
      await host.ask('closeRouters');
      const before = await storedUsers(store);
      expectFailure(await post(fresh()), UNAVAILABLE);
      expect(await storedUsers(store)).toEqual(before);

      // The only output is about the user whose reply was lost.
      expect(await host.end()).toEqual({ code: 0, printed: expect.stringMatching(LOST_REPLY) });
    });

    it('has the same exports in CommonJS and ESM', async () => {
      const env = { ...process.env, MONGODB_URI: database.uri, DB_NAME: database.dbName };
      const { stdout, stderr } = await run(node, ['consumer.cjs'], { cwd: folder, env });

      expect({ stderr, response: JSON.parse(stdout) }).toMatchObject({
        stderr: '',
        response: { status: 200, body: { email: 'ada@example.com' } },
      });
    });
  });
}
