import { SignupError, type SignupErrorCode } from './signup-error';

/** Refusals that concern the user: Auth0's `{ name, code, description, statusCode }`, status 400. */
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
