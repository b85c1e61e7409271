import type { NextFunction, Request, Response } from 'express';
import { isSignupError, ServerError, type SignupError } from '../errors';

/** A `SignupError` itself, anything else as the `cause` of a {@link ServerError}. */
export function toSignupError(error: unknown): SignupError {
  return isSignupError(error) ? error : new ServerError({ cause: error });
}

/** Error middleware at the end of a route, for the errors of other packages' middlewares. */
export function wrapUnknownError(
  error: unknown,
  _req: Request,
  _res: Response,
  next: NextFunction,
): void {
  next(toSignupError(error));
}
