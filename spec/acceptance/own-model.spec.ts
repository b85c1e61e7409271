import express, { type Express } from 'express';
import { type SignupRouter, type User, userModel } from 'express-dbconnections';
import type { Model, Schema } from 'mongoose';
import request from 'supertest';
import { badRequest, expectFailure, SERVER_ERROR, UNAVAILABLE } from '../support/expect-failure';
import { expectSignup } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import { useDatabase } from '../support/use-database';
import { PATH, REQUEST, type SignupApp, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const other = useDatabase();
let count = 0;

const USER_EXISTS = badRequest('user_exists', 'The user already exists.');

async function ownModel(extend: (schema: Schema) => void): Promise<Model<User>> {
  count += 1;
  return userModel(await apps.database.connect(), { collection: `own_${count}`, extend });
}

async function startWith(users: Model<User>, mount?: (app: Express, router: SignupRouter) => void) {
  const app = await apps.start({ users, ...(mount && { mount }) });
  await app.router.ready();
  return app;
}

describe("a host's own fields and plugins", () => {
  it('are stored and run at a sign-up, but neither read from the request nor shown in the response', async () => {
    const saved: string[] = [];
    const users = await ownModel((schema) => {
      schema.add({ plan: { type: String, required: true, default: 'free' } });
      schema.plugin((plugged: Schema) => {
        plugged.post('save', (user) => {
          saved.push(String(user._id));
        });
      });
    });
    const app = await startWith(users);

    const { body, text } = await app.post({ ...REQUEST, plan: 'gold' }).expect(200);

    expect(text).toBe(
      JSON.stringify({ _id: body._id, email_verified: false, email: REQUEST.email }),
    );
    expect(saved).toEqual([body._id]);
    expect(await storedUsers(app)).toMatchObject([{ email: REQUEST.email, plan: 'free' }]);
  });

  it('that throw make a sign-up a 500, with their error as its cause', async () => {
    const error = new Error('no room');
    const users = await ownModel((schema) => {
      schema.pre('save', () => {
        throw error;
      });
    });
    const app = await startWith(users);

    expectFailure(await app.post(REQUEST), SERVER_ERROR);

    expect(app.errors).toMatchObject([{ code: 'server_error', cause: error }]);
    expect(await storedUsers(app)).toEqual([]);
  });
});

describe('a login of the host', () => {
  it('verifies passwords with the hasher of the router', async () => {
    const users = await ownModel(() => undefined);
    const app = await startWith(users, (host, router) => {
      host.use(router).post('/login', express.json(), async ({ body }, res) => {
        const user = await users.findOne({ email: body.email }).select('+password_hash');
        res.json(await router.hasher.verify(body.password, user?.password_hash ?? ''));
      });
    });
    await app.post(REQUEST).expect(200);
    const login = (password: string) =>
      request(app.url).post('/login').send({ email: REQUEST.email, password });

    expect((await login(REQUEST.password)).body).toBe(true);
    expect((await login(`${REQUEST.password} `)).body).toBe(false);
  });
});

describe('two databases in one process', () => {
  let users: Model<User>[];
  let app: SignupApp;

  beforeEach(async () => {
    const connections = [await apps.database.connect(), await other.connect()];
    users = connections.map((connection) => userModel(connection));
    const [first, second] = users as [Model<User>, Model<User>];
    const router = (await apps.start({ users: second })).router;
    await router.ready();
    app = await startWith(first, (host, own) => host.use(own).use('/second', router));
  });

  const postToSecond = (body: object) => request(app.url).post(`/second${PATH}`).send(body);

  it('have separate users under the same model name', async () => {
    await expectSignup(app, REQUEST);
    const { status, body } = await postToSecond(REQUEST);

    expect(status).toBe(200);
    const stored = await Promise.all(users.map((model) => storedUsers({ users: model })));
    expect(stored).toMatchObject([[{ email: REQUEST.email }], [{ _id: body._id }]]);
    expectFailure(await app.post(REQUEST), USER_EXISTS);
    expectFailure(await postToSecond(REQUEST), USER_EXISTS);
  });

  it('work independently of each other', async () => {
    await users[1]?.db.close();

    await expectSignup(app, { ...REQUEST, email: 'later@example.com' });
    expectFailure(await postToSecond(REQUEST), UNAVAILABLE);
  });
});
