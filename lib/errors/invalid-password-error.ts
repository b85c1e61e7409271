import { SignupError } from './signup-error';

/**
 * Base of the three refusals of a password: `{ name, message, code: 'invalid_password',
 * description, …, statusCode }`, status 400. Clients tell them apart by `name`.
 */
export abstract class InvalidPasswordError extends SignupError {
  declare readonly code: 'invalid_password';

  constructor(message: string) {
    super({ status: 400, code: 'invalid_password', message });
  }
}
