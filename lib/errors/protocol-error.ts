import { SignupError } from './signup-error';

/**
 * Base of what goes wrong around a sign-up rather than with it: OAuth's
 * `{ error, error_description }` (RFC 6749, section 5.2).
 */
export abstract class ProtocolError extends SignupError {
  override toJSON() {
    return { error: this.code, error_description: this.message };
  }
}
