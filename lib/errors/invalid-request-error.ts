import { SignupError } from './signup-error';

/** A field that is wrong, and what is wrong with it; never its value. */
export interface InvalidField {
  readonly path: string;
  readonly message: string;
}

/** A field is missing or malformed: `{ error: "<sentence about the first one>" }`, status 400. */
export class InvalidRequestError extends SignupError {
  override readonly name = 'InvalidRequestError';
  declare readonly code: 'invalid_request';
  /** Every wrong field, in the documented order; the answer names the first. */
  readonly errors: readonly InvalidField[];

  constructor(errors: readonly [InvalidField, ...InvalidField[]]) {
    super({ status: 400, code: 'invalid_request', message: errors[0].message });
    this.errors = errors;
  }

  override toJSON() {
    return { error: this.message };
  }
}
