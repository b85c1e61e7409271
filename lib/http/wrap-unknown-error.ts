import type { NextFunction, Request, Response } from 'express';
import { isSignupError, ServerError, type SignupError } from '../errors';

/** Whatever fails inside the route is a `SignupError` to the host, the original as its `cause`. */
export function knownError(error: unknown): SignupError {
  return isSignupError(error) ? error : new ServerError({ cause: error });
}

/** Error middleware at the end of the route, for what other packages' middlewares fail with. */
export function wrapUnknownError(
  error: unknown,
  _req: Request,
  _res: Response,
  next: NextFunction,
): void {
  next(knownError(error));
}
