import { InvalidPasswordError } from './invalid-password-error';

/** The password stands in the connection's dictionary of common passwords. */
export class PasswordDictionaryError extends InvalidPasswordError {
  override readonly name = 'PasswordDictionaryError';

  constructor() {
    super('Password is too common');
  }

  override toJSON() {
    return {
      name: this.name,
      message: this.message,
      code: this.code,
      description: 'Password is not allowed, it might be too common.',
      statusCode: this.status,
    };
  }
}
