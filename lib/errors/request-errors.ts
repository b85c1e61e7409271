import { SignupError } from './signup-error';

// Shape B: { error: "<sentence>" }.

/** An invalid field and what is wrong with it; never its value. */
export interface InvalidField {
  /** Name of the field. */
  readonly path: string;
  readonly message: string;
}

/** A field is missing or malformed: 400. */
export class InvalidRequestError extends SignupError {
  override readonly name = 'InvalidRequestError';
  declare readonly code: 'invalid_request';
  /** Every invalid field, in the documented order; the response names the first. */
  readonly errors: readonly InvalidField[];

  constructor(errors: readonly [InvalidField, ...InvalidField[]]) {
    super({ status: 400, code: 'invalid_request', message: errors[0].message });
    this.errors = errors;
  }

  override toJSON() {
    return { error: this.message };
  }
}

/** Why the tenant rejects a sign-up. */
export type SignupRefusedCode =
  | 'client_not_found'
  | 'connection_not_found'
  | 'connection_not_enabled'
  | 'signup_disabled';

/** The tenant does not offer this sign-up: 400. */
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
