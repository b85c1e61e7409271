import { SignupError } from './signup-error';

/** Which part of the tenant refuses. */
export type SignupRefusedCode =
  | 'client_not_found'
  | 'connection_not_found'
  | 'connection_not_enabled'
  | 'signup_disabled';

/** The tenant does not offer this sign-up: `{ error: "<sentence>" }`, status 400. */
export class SignupRefusedError extends SignupError {
  override readonly name = 'SignupRefusedError';
  declare readonly code: SignupRefusedCode;

  constructor(code: SignupRefusedCode, sentence: string) {
    super({ status: 400, code, message: sentence });
  }

  override toJSON() {
    return { error: this.message };
  }
}
