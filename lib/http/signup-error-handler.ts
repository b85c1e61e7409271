import type { ErrorRequestHandler, Request } from 'express';
import { isSignupError, type SignupError } from '../errors';
import { cleanBodyParserError } from './body-parser-error';
import { sendJson } from './send-json';

/**
 * Error middleware that answers the errors of the sign-up route in Auth0's JSON. Mount it after the
 * router, and after a middleware of your own that logs them. Every other error goes on to `next`.
 *
 * A host whose own `express.json()` stands before the router raises that parser's errors, which
 * carry the raw body: on the sign-up path they are answered too, without it.
 */
export function signupErrorHandler(): ErrorRequestHandler {
  return function signupErrorHandler(error, req, res, next) {
    const answer = answerable(error, req);
    if (answer === undefined || res.headersSent) {
      next(error);
      return;
    }
    sendJson(res, answer.status, answer.toJSON(), answer.headers);
  };
}

const SIGNUP_PATH = /\/dbconnections\/signup\/?(?:\?.*)?$/i;

function answerable(error: unknown, req: Request): SignupError | undefined {
  if (isSignupError(error)) {
    return error;
  }
  return SIGNUP_PATH.test(req.originalUrl) ? cleanBodyParserError(error) : undefined;
}
