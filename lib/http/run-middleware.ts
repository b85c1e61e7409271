import type { Request, RequestHandler, Response } from 'express';

/** Runs another package's middleware; rejects with the error that it throws or passes to `next`. */
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
