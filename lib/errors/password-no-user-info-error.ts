import { InvalidPasswordError } from './invalid-password-error';

/** The password contains personal data of the user who signs up. */
export class PasswordNoUserInfoError extends InvalidPasswordError {
  override readonly name = 'PasswordNoUserInfoError';

  constructor() {
    super('Password contains user information');
  }

  override toJSON() {
    return {
      name: this.name,
      message: this.message,
      code: this.code,
      description: 'Password is based on user information',
      statusCode: this.status,
    };
  }
}
