import type { RequestHandler } from 'express';
import { type SignupContext, signUp } from '../signup/sign-up';
import { withDeadline } from './deadline';
import type { ParseBody } from './parse-body';
import type { CountSignup } from './rate-limit';
import type { RequestsInFlight } from './requests-in-flight';
import { sendJson } from './send-json';
import { signupAnswer } from './signup-answer';
import type { ReadSignupRequest } from './signup-chains';
import { untilAborted } from './until-aborted';
import { knownError } from './wrap-unknown-error';

/** The steps of a request, each made once for the router. */
export interface SignupSteps {
  readonly inFlight: RequestsInFlight;
  readonly parseBody: ParseBody;
  readonly readRequest: ReadSignupRequest;
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
      const body = await untilAborted(steps.parseBody(req, res), request.signal);
      const user = await withDeadline(steps.timeout, request, async (signal) => {
        const fields = await steps.readRequest(body);
        await steps.countSignup?.(req, res);
        return signUp(steps.context, fields, { origin: req.headers.origin, signal });
      });
      sendJson(res, 200, signupAnswer(user));
    } catch (error) {
      if (!res.destroyed) {
        next(knownError(error));
      }
    }
  };
}
