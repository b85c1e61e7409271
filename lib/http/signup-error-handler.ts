import type { ErrorRequestHandler, Request } from 'express';
import { isSignupError, type SignupError } from '../errors';
import { cleanBodyParserError } from './body-parser-error';
import { sendJson } from './send-json';

/**
 * Makes the error middleware that turns the errors of the sign-up route into Auth0's JSON. Mount it
 * after the router, and after an error middleware of your own that logs them. It passes every other
 * error to `next`.
 *
 * If your own `express.json()` runs before the router, its errors contain the raw body. On the
 * sign-up path this middleware responds to them too, without the body.
 *
 * @example
 * ```ts
 * app.use(signupRouter({ users, clients, connections }));
 * app.use(signupErrorHandler());
 * ```
 */
export function signupErrorHandler(): ErrorRequestHandler {
  return function signupErrorHandler(error, req, res, next) {
    const known = signupErrorOf(error, req);
    if (known === undefined || res.headersSent) {
      next(error);
      return;
    }
    sendJson(res, known.status, known.toJSON(), known.headers);
  };
}

const SIGNUP_PATH = /^[^?]*\/dbconnections\/signup\/?(?:\?|$)/i;

function signupErrorOf(error: unknown, req: Request): SignupError | undefined {
  if (isSignupError(error)) {
    return error;
  }
  return SIGNUP_PATH.test(req.originalUrl) ? cleanBodyParserError(error) : undefined;
}
