import type { NextFunction, Request, Response } from 'express';
import { MethodNotAllowedError } from '../errors';

/**
 * Refuses every method but POST. An `OPTIONS` that comes this far is the host's to answer, who has
 * said so by `cors: false`.
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
