import type { RequestHandler } from 'express';
import { runMiddleware } from '../../lib/http/run-middleware';

const req = {} as never;
const res = {} as never;

it('calls the middleware with request and response', async () => {
  const middleware = jest.fn<void, Parameters<RequestHandler>>((_req, _res, next) => next());
  await runMiddleware(middleware, req, res);
  expect(middleware).toHaveBeenCalledWith(req, res, expect.any(Function));
});

it('resolves when the middleware calls next(), at once or later', async () => {
  await expect(runMiddleware((_req, _res, next) => next(), req, res)).resolves.toBeUndefined();
  await expect(
    runMiddleware((_req, _res, next) => void setImmediate(next), req, res),
  ).resolves.toBeUndefined();
});

it('rejects with the error that the middleware throws or passes to next()', async () => {
  const error = new Error('reported');
  await expect(runMiddleware((_req, _res, next) => next(error), req, res)).rejects.toBe(error);
  await expect(
    runMiddleware(
      () => {
        throw error;
      },
      req,
      res,
    ),
  ).rejects.toBe(error);
});
