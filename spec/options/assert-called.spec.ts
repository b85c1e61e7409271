import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { isSignupError, signupErrorHandler, signupRouter } from 'express-dbconnections';
import request from 'supertest';
import { assertCalled } from '../../lib/options/signup-router-options';

const MESSAGE =
  'express-dbconnections: app.use(signupRouter) lacks the call; ' +
  'write app.use(signupRouter({ users, clients, connections }))';

describe('app.use(signupRouter), without the call', () => {
  it.each(['/', '/dbconnections/signup'])(
    'throws a TypeError with what to write, at the first request: %s',
    async (path) => {
      const errors: unknown[] = [];
      const collect: ErrorRequestHandler = (error, _req, res, _next) => {
        errors.push(error);
        res.status(500).end();
      };
      const app = express().use(signupRouter as never);
      app.use(signupErrorHandler(), collect);
      const server = app.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;

      await request(`http://127.0.0.1:${port}`).post(path).send({}).expect(500);
      server.close();

      expect(errors).toEqual([new TypeError(MESSAGE)]);
      expect(errors[0]).toBeInstanceOf(TypeError);
      expect(isSignupError(errors[0])).toBe(false);
    },
  );
});

describe('assertCalled', () => {
  it.each([
    [undefined],
    [null],
    ['x'],
    [{}],
    [[]],
    [{ users: 1 }],
    [{ method: 'POST', url: '/' }],
    [{ headers: {}, url: '/' }],
    [{ headers: {}, method: 'POST' }],
  ])('accepts %j, which is not a request', (value) => {
    expect(() => assertCalled(value)).not.toThrow();
  });
});
