import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import {
  bcryptHasher,
  type Client,
  type DatabaseConnection,
  type SignupRouter,
  type SignupRouterOptions,
  signupErrorHandler,
  signupRouter,
  type User,
  userModel,
} from 'express-dbconnections';
import type { Connection, ConnectOptions, Model } from 'mongoose';
import request, { type Test } from 'supertest';
import { expectDocumented } from './expect-documented';
import { useDatabase } from './use-database';

export const PATH = '/dbconnections/signup';

export const CLIENT: Client = { client_id: 'CID' };

export const CONNECTION = {
  name: 'DB',
  strategy: 'auth0',
  enabled_clients: ['CID'],
  options: { passwordPolicy: 'good' },
} as const satisfies DatabaseConnection;

/** A sign-up that succeeds on {@link CONNECTION}. */
export const REQUEST = {
  client_id: 'CID',
  connection: 'DB',
  email: 'a@example.com',
  password: 'Abcdef1!',
};

export interface SignupApp {
  readonly app: Express;
  readonly server: Server;
  readonly url: string;
  readonly router: SignupRouter;
  readonly users: Model<User>;
  /** The errors that reached an error middleware of the host before `signupErrorHandler()`. */
  readonly errors: unknown[];
  /** `POST`s a JSON body to the route. */
  post(body: object | string): Test;
}

export interface SignupAppOptions extends Partial<SignupRouterOptions> {
  /** Options for the only connection, instead of `connections`. */
  readonly connectionOptions?: DatabaseConnection['options'];
  /** Adds middlewares of the host before the router. */
  before?(app: Express): void;
  /** Mounts the router; by default at the root, followed by `signupErrorHandler()`. */
  mount?(app: Express, router: SignupRouter): void;
}

/**
 * Starts apps on real ports, each with its own collection and hashes of cost 4, and closes them after
 * each spec.
 */
export function useSignupApps(connectOptions: ConnectOptions = {}) {
  const database = useDatabase();
  const hasher = bcryptHasher({ rounds: 4, threads: 1 });
  const apps: SignupApp[] = [];
  let connection: Connection;
  let count = 0;

  beforeAll(async () => {
    connection = await database.connect(connectOptions);
  });

  afterEach(async () => {
    await Promise.all(apps.splice(0).map(closeApp));
  });

  afterAll(() => hasher.close?.());

  function model(): Model<User> {
    count += 1;
    return userModel(connection, { name: `User${count}`, collection: `users_${count}` });
  }

  async function make(options: SignupAppOptions): Promise<SignupApp> {
    const { connectionOptions, before, mount = mountAtRoot, ...given } = options;
    const users = given.users ?? model();
    const router = signupRouter({
      clients: [CLIENT],
      connections: [{ ...CONNECTION, options: connectionOptions ?? CONNECTION.options }],
      flags: { enable_public_signup_user_exists_error: true },
      hasher,
      rateLimit: false,
      ...given,
      users,
    });
    if (given.users === undefined) {
      await router.ready();
    }
    const app = express();
    const errors: unknown[] = [];
    before?.(app);
    mount(app, router);
    app.use((error: unknown, _req: unknown, _res: unknown, next: (error: unknown) => void) => {
      errors.push(error);
      next(error);
    });
    app.use(signupErrorHandler());
    const server = await listen(app);
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = (body: object | string) =>
      request(url).post(PATH).type('json').send(body).expect(expectDocumented);
    return { app, server, url, router, users, errors, post };
  }

  return {
    database,
    hasher,
    /** A model of a new collection. */
    model,
    /** A running app, whose indexes are built unless `users` is given. */
    async start(options: SignupAppOptions = {}): Promise<SignupApp> {
      const started = await make(options);
      apps.push(started);
      return started;
    },
    /** A running app for all specs of a `describe`. */
    share(options: SignupAppOptions = {}): () => SignupApp {
      let shared: SignupApp | undefined;
      beforeAll(async () => {
        shared = await make(options);
      });
      afterAll(async () => {
        await (shared && closeApp(shared));
      });
      return () => shared as SignupApp;
    },
  };
}

function mountAtRoot(app: Express, router: SignupRouter): void {
  app.use(router);
}

async function listen(app: Express): Promise<Server> {
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function closeApp({ router, server }: SignupApp): Promise<void> {
  server.closeAllConnections();
  server.close();
  await router.close({ timeout: 0 });
}
