import type { NextFunction, Request, Response } from 'express';
import { MethodNotAllowedError } from '../errors';

/**
 * Refuses every method but POST. An `OPTIONS` request gets here only with `cors: false` and is left
 * to the host.
 */
export function onlyPost(req: Request, _res: Response, next: NextFunction): void {
  if (req.method === 'POST') {
    next();
  } else if (req.method === 'OPTIONS') {
    next('route');
  } else {
    next(new MethodNotAllowedError());
  }
}
