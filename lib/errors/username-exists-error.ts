import { BadRequestError } from './bad-request-error';

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
