import type { Request, RequestHandler, Response } from 'express';
import type { FieldReader } from '../fields/signup-fields';
import type { Cancellation } from '../signup/cancellation';
import { type SignedUpUser, type SignupContext, signUp } from '../signup/sign-up';
import type { ParseBody } from './parse-body';
import type { CountSignup } from './rate-limit';
import type { RequestsInFlight } from './requests-in-flight';
import { sendJson } from './send-json';
import { signupAnswer } from './signup-answer';
import { knownError } from './wrap-unknown-error';

/** The steps of a request, each made once for the router. */
export interface SignupSteps {
  readonly inFlight: RequestsInFlight;
  readonly parseBody: ParseBody;
  readonly readFields: FieldReader;
  /** Absent when the host limits the rate itself, or not at all. */
  readonly countSignup: CountSignup | undefined;
  readonly context: SignupContext;
  /** From the parsed body to the answer, in ms. */
  readonly timeout: number;
}

/** The way of a request, from the body to the answer; every fault goes to `next`. */
export function signupHandler(steps: SignupSteps): RequestHandler {
  return async function signupHandler(req, res, next) {
    try {
      const request = steps.inFlight.begin(res);
      const user = await request.wait(signedUpUser(steps, request, req, res));
      sendJson(res, 200, signupAnswer(user));
    } catch (error) {
      if (!res.destroyed) {
        next(knownError(error));
      }
    }
  };
}

async function signedUpUser(
  steps: SignupSteps,
  request: Cancellation,
  req: Request,
  res: Response,
): Promise<SignedUpUser> {
  const body = await steps.parseBody(req, res);
  request.throwIfCancelled();
  request.startClock(steps.timeout);
  const fields = await steps.readFields(body);
  await steps.countSignup?.(req, res);
  return signUp(steps.context, fields, { origin: req.headers.origin, cancellation: request });
}
