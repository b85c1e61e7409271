import { BadRequestError } from './bad-request-error';

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
