import { inspect } from 'node:util';
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type * as dbconnections from 'express-dbconnections';
import {
  InvalidBodyError,
  InvalidSignupError,
  MethodNotAllowedError,
  OriginNotAllowedError,
  PasswordDictionaryError,
  ServerError,
  SignupRefusedError,
  signupErrorHandler,
  TemporarilyUnavailableError,
  TooManySignupsError,
  UserExistsError,
} from 'express-dbconnections';
import request from 'supertest';
import { expectFailure } from '../support/expect-failure';
import { PATH, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

/** An app without the router, one route of which fails with `error`. */
function failing(error: unknown, respond?: RequestHandler): { app: Express; seen: unknown[] } {
  const seen: unknown[] = [];
  const last: ErrorRequestHandler = (error, _req, res, _next) => {
    seen.push(error);
    res.headersSent ? res.end(' and no more') : res.status(418).end();
  };
  const app = express();
  app.get('/', respond ?? ((_req, _res, next) => next(error)));
  app.use(signupErrorHandler(), last);
  return { app, seen };
}

describe('a SignupError', () => {
  it.each([
    new UserExistsError(),
    new InvalidSignupError('email'),
    new PasswordDictionaryError(),
    new SignupRefusedError('signup_disabled', 'public signup is disabled'),
    new InvalidBodyError(),
    new MethodNotAllowedError(),
    new OriginNotAllowedError('https://evil.example'),
    new TooManySignupsError({ retryAfter: 9 }),
    new ServerError({ cause: new Error('canary') }),
    new TemporarilyUnavailableError({ retryAfter: 5, cause: new Error('canary') }),
  ])(
    'gets its body, status and headers in the response, and is not passed on: %s',
    async (error) => {
      const { app, seen } = failing(error);
      const answer = await request(app).get('/').set('Accept', 'text/html');
      const headers = Object.entries(error.headers ?? {});
      expectFailure(answer, {
        status: error.status,
        body: error.toJSON(),
        headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
      });
      expect(answer.text).not.toContain('canary');
      expect(seen).toEqual([]);
    },
  );

  it('of a second copy of the package gets a response as well', async () => {
    let copy: typeof dbconnections | undefined;
    jest.isolateModules(() => {
      copy = require('express-dbconnections');
    });
    const error = new (copy as typeof dbconnections).UserExistsError();
    expect(error).not.toBeInstanceOf(UserExistsError);
    const answer = await request(failing(error).app).get('/');
    expectFailure(answer, { status: 400, body: new UserExistsError().toJSON() });
  });

  it('is passed to the host once a response has begun', async () => {
    const error = new UserExistsError();
    const { app, seen } = failing(error, (_req, res, next) => {
      res.write('begun');
      next(error);
    });
    const answer = await request(app).get('/');
    expect(answer.text).toBe('begun and no more');
    expect(seen).toEqual([error]);
  });
});

describe('any other error', () => {
  it.each([
    new Error('the host’s own'),
    new TypeError('x is not a function'),
    Object.assign(new Error('no'), { status: 400, code: 'user_exists' }),
    { status: 401, toJSON: () => ({}) },
    'a text',
    7,
  ])('is passed to the host unchanged: %p', async (error) => {
    const { app, seen } = failing(error);
    expect((await request(app).get('/')).status).toBe(418);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toBe(error);
  });
});

describe('a host without signupErrorHandler()', () => {
  const canary = 'Canary-7x9q';

  /** The route of `start()`, in an app of its own. */
  async function bare(setting: string, ...handlers: ErrorRequestHandler[]): Promise<Express> {
    const { router } = await apps.start();
    const app = express().set('env', setting);
    app.use(router, ...handlers);
    return app;
  }

  it.each<[number, object, string]>([
    [400, {}, 'invalid_request'],
    [400, { ...REQUEST, client_id: 'x' }, 'client_not_found'],
    [400, { ...REQUEST, password: 'weak' }, 'invalid_password'],
  ])('gets status and code in its own error middleware: %d', async (...expected) => {
    const [status, body, code] = expected;
    const app = await bare('production', (error, _req, res, _next) => {
      res.status(error.status).json({ own: error.code, same: error.statusCode });
    });
    const answer = await request(app).post(PATH).send(body);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({ own: code, same: status });
  });

  describe.each(['production', 'development'])('nor any other, in %s', (setting) => {
    let log: jest.SpiedFunction<typeof console.error>;
    let logged: Promise<string>;
    beforeEach(() => {
      log = jest.spyOn(console, 'error');
      // Express logs after the response.
      logged = new Promise((resolve) => {
        log.mockImplementation((...values) => {
          resolve(inspect(values, { depth: null, showHidden: true }));
        });
      });
    });
    afterEach(() => {
      log.mockRestore();
    });

    it.each<[string, number, object | string]>([
      ['an error in a field', 400, { ...REQUEST, password: `${canary}\0` }],
      ['an error in another field', 400, { ...REQUEST, password: canary, email: 'nope' }],
      ['a weak password', 400, { ...REQUEST, password: canary.slice(0, 6) }],
      ['bad JSON', 400, `{"password":"${canary}",}`],
      ['bare words', 400, `{"password":${canary}}`],
      ['too much', 413, { password: canary.repeat(20_000) }],
    ])('has Express respond to %s, and logs no password', async (_what, status, body) => {
      const app = await bare(setting);
      const answer = await request(app).post(PATH).type('json').send(body);
      expect(answer.status).toBe(status);
      const seen = (await logged) + answer.text + inspect(answer.headers);
      expect(seen).not.toContain('Canary');
    });

    it('has Express send the headers of the error', async () => {
      const answer = await request(await bare(setting)).put(PATH);
      expect(answer.status).toBe(405);
      expect(answer.headers.allow).toBe('POST');
      expect(await logged).toContain('MethodNotAllowedError: Use POST.');
    });
  });
});
