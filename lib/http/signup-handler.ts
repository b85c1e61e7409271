import type { Request, RequestHandler, Response } from 'express';
import { isSignupError } from '../errors';
import type { PlainObject } from '../fields/plain-object';
import type { FieldReader } from '../fields/signup-fields';
import { abortable } from '../signup/abortable';
import { type SignedUpUser, type SignupContext, signUp } from '../signup/sign-up';
import type { ParseBody } from './parse-body';
import type { SignupCounter } from './rate-limit';
import type { RequestsInFlight } from './requests-in-flight';
import { sendJson } from './send-json';
import { signupResponse } from './signup-response';
import { withTimeout } from './with-timeout';
import { toSignupError } from './wrap-unknown-error';

/** The steps of a request, each made once for the router. */
export interface SignupSteps {
  readonly inFlight: RequestsInFlight;
  readonly parseBody: ParseBody;
  readonly readFields: FieldReader;
  /** Absent with `rateLimit: false`. */
  readonly counter: SignupCounter | undefined;
  readonly context: SignupContext;
  /** From the parsed body to the response, in ms. */
  readonly timeout: number;
}

/**
 * Handles a sign-up from the body to the response; every error goes to `next`. One handler instead
 * of a middleware for each step: the steps pass values on, and share one abort signal.
 */
export function signupHandler(steps: SignupSteps): RequestHandler {
  return async function signupHandler(req, res, next) {
    try {
      const request = steps.inFlight.begin(res);
      const body = await abortable(steps.parseBody(req, res), request.signal);
      const user = await withTimeout(
        steps.timeout,
        (signal) => signUpFrom(steps, req, res, body, signal),
        request,
      );
      sendJson(res, 200, signupResponse(user));
    } catch (error) {
      if (!res.destroyed) {
        next(toSignupError(error));
      }
    }
  };
}

async function signUpFrom(
  steps: SignupSteps,
  req: Request,
  res: Response,
  body: PlainObject,
  signal: AbortSignal,
): Promise<SignedUpUser> {
  const fields = await steps.readFields(body);
  await steps.counter?.count(req, res);
  try {
    return await signUp(steps.context, fields, { origin: req.headers.origin, signal });
  } catch (error) {
    // Any page can send requests from the addresses of its visitors.
    if (isSignupError(error, 'access_denied')) {
      await steps.counter?.uncount(req);
    }
    throw error;
  }
}
