import { SignupError, type SignupErrorCode } from './signup-error';

// Shape A: { name, code, description, statusCode }.

/** Base of the errors about the user who signs up: 400 in Auth0's shape A. */
export abstract class BadRequestError extends SignupError {
  constructor(code: SignupErrorCode, description: string) {
    super({ status: 400, code, message: description });
  }

  override toJSON() {
    return {
      name: 'BadRequestError',
      code: this.code,
      description: this.message,
      statusCode: this.status,
    };
  }
}

/**
 * The e-mail address is taken on this connection. Only with the tenant flag
 * `enable_public_signup_user_exists_error`; without it {@link InvalidSignupError} hides the reason.
 */
export class UserExistsError extends BadRequestError {
  override readonly name = 'UserExistsError';
  declare readonly code: 'user_exists';

  constructor() {
    super('user_exists', 'The user already exists.');
  }
}

/**
 * The username is taken on this connection. Only with the tenant flag
 * `enable_public_signup_user_exists_error`; without it {@link InvalidSignupError} hides the reason.
 */
export class UsernameExistsError extends BadRequestError {
  override readonly name = 'UsernameExistsError';
  declare readonly code: 'username_exists';

  constructor() {
    super('username_exists', 'The username provided is in use already.');
  }
}

/** The field whose value is taken. */
export type InvalidSignupReason = 'email' | 'username';

/**
 * The e-mail address or the username is taken, and the response does not reveal which. Auth0's
 * default: otherwise anyone could find out who has an account.
 */
export class InvalidSignupError extends BadRequestError {
  override readonly name = 'InvalidSignupError';
  declare readonly code: 'invalid_signup';
  /** For the host only. Not enumerable, so that no logger or serializer copies it by accident. */
  declare readonly reason: InvalidSignupReason;

  constructor(reason: InvalidSignupReason) {
    super('invalid_signup', 'Invalid sign up');
    Object.defineProperty(this, 'reason', { value: reason });
  }
}

/** The username breaks a rule of the connection; the message is Auth0's text for that rule. */
export class InvalidUsernameError extends BadRequestError {
  override readonly name = 'InvalidUsernameError';
  declare readonly code: 'invalid_username';

  constructor(description: string) {
    super('invalid_username', description);
  }
}

/** More sign-ups from one IP address than the rate limit allows: 429 with `Retry-After`. */
export class TooManySignupsError extends SignupError {
  override readonly name = 'TooManySignupsError';
  declare readonly code: 'too_many_requests';

  /** `retryAfter`: whole seconds until the next attempt is accepted. */
  constructor({ retryAfter }: { readonly retryAfter: number }) {
    super({
      status: 429,
      code: 'too_many_requests',
      message: 'Too many signups from the same IP',
      headers: { 'retry-after': String(retryAfter) },
    });
  }

  /** Auth0's clients for Python and React Native read `message` only. */
  override toJSON() {
    return {
      name: 'AnomalyDetected',
      message: this.message,
      code: this.code,
      description: this.message,
      statusCode: this.status,
    };
  }
}
