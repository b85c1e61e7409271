import { format } from 'node:util';
import { SignupError } from './signup-error';

// Shape A with a message: { name, message, code, description, …, statusCode }.

/** One kind of character that a rule counts. */
export interface PasswordRuleItem {
  readonly message: string;
  readonly code: string;
  /** Whether the password has such characters. */
  readonly verified: boolean;
}

/** One rule of a policy and whether the password satisfies it; the texts are Auth0's. */
export interface PasswordRule {
  readonly message: string;
  readonly code: string;
  /** The values for `%d` and `%s` in `message`, in order. */
  readonly format?: readonly (number | string)[];
  readonly items?: readonly PasswordRuleItem[];
  /** Whether the password satisfies the rule. */
  readonly verified: boolean;
}

/** All rules of a policy, satisfied or not. */
export interface PasswordStrength {
  readonly rules: readonly PasswordRule[];
  /** Whether the password satisfies all rules. */
  readonly verified: boolean;
}

/**
 * Base of the errors about a password: 400. They share the code; Auth0's clients distinguish them by
 * `name`.
 */
export abstract class InvalidPasswordError extends SignupError {
  declare readonly code: 'invalid_password';
  /** Why the password was rejected, as the response says it. */
  abstract readonly description: string | PasswordStrength;

  constructor(message: string) {
    super({ status: 400, code: 'invalid_password', message });
  }

  override toJSON() {
    return {
      name: this.name,
      message: this.message,
      code: this.code,
      description: this.description,
      statusCode: this.status,
    };
  }
}

/**
 * The rules that all of Auth0's clients can read. auth0-java throws an exception on a list of rules
 * that does not fail on one of them, and the Android SDK shows no text.
 */
const RULES_OF_ALL_CLIENTS = [
  'lengthAtLeast',
  'containsAtLeast',
  'shouldContain',
  'identicalChars',
];

/**
 * The password breaks the connection's policy; `description` lists every rule. In the response it is
 * a text if none of the rules that failed is known to all of Auth0's clients.
 */
export class PasswordStrengthError extends InvalidPasswordError {
  override readonly name = 'PasswordStrengthError';
  override readonly description: PasswordStrength;
  /** The whole policy in words, one rule a line. */
  readonly policy: string;

  constructor(description: PasswordStrength, policy: string) {
    super('Password is too weak');
    this.description = description;
    this.policy = policy;
  }

  override toJSON() {
    const { statusCode, description: _, ...body } = super.toJSON();
    return { ...body, description: this.#wireDescription(), policy: this.policy, statusCode };
  }

  #wireDescription(): string | PasswordStrength {
    const failed = this.description.rules.filter(({ verified }) => !verified);
    return failed.some(({ code }) => RULES_OF_ALL_CLIENTS.includes(code))
      ? this.description
      : failed.map(({ message, format: values = [] }) => format(message, ...values)).join('\n');
  }
}

/** The password is in the connection's dictionary of common passwords. */
export class PasswordDictionaryError extends InvalidPasswordError {
  override readonly name = 'PasswordDictionaryError';

  constructor() {
    super('Password is too common');
  }

  override get description() {
    return 'Password is not allowed, it might be too common.';
  }
}

/** The password contains personal info of the user who signs up. */
export class PasswordNoUserInfoError extends InvalidPasswordError {
  override readonly name = 'PasswordNoUserInfoError';

  constructor() {
    super('Password contains user information');
  }

  override get description() {
    return 'Password is based on user information';
  }
}
