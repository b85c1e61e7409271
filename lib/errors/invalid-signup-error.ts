import { BadRequestError } from './bad-request-error';

/** What was taken. */
export type InvalidSignupReason = 'email' | 'username';

/**
 * The address or the username is taken, and the answer does not say which: Auth0's default, so that
 * the route cannot be asked who has an account.
 */
export class InvalidSignupError extends BadRequestError {
  override readonly name = 'InvalidSignupError';
  declare readonly code: 'invalid_signup';
  /** For the host alone: not enumerable, so that no logger or serializer spreads it by accident. */
  declare readonly reason: InvalidSignupReason;

  constructor(reason: InvalidSignupReason) {
    super('invalid_signup', 'Invalid sign up');
    Object.defineProperty(this, 'reason', { value: reason });
  }
}
