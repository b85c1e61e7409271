import { BadRequestError } from './bad-request-error';

/** The username breaks the connection's rules; the message is Auth0's text for the broken one. */
export class InvalidUsernameError extends BadRequestError {
  override readonly name = 'InvalidUsernameError';
  declare readonly code: 'invalid_username';

  constructor(description: string) {
    super('invalid_username', description);
  }
}
