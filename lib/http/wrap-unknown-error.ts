import type { NextFunction, Request, Response } from 'express';
import { isSignupError, ServerError } from '../errors';

/** Whatever fails inside the route leaves it as a `SignupError`, the original as its `cause`. */
export function wrapUnknownError(
  error: unknown,
  _req: Request,
  _res: Response,
  next: NextFunction,
): void {
  next(isSignupError(error) ? error : new ServerError({ cause: error }));
}
