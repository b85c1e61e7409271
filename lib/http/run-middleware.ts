import type { Request, RequestHandler, Response } from 'express';

/** Runs a middleware of another package in the middle of our own story. */
export function runMiddleware(
  middleware: RequestHandler,
  req: Request,
  res: Response,
): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware(req, res, (error?: unknown) => {
      if (error === undefined) {
        resolve();
      } else {
        reject(error);
      }
    });
  });
}
