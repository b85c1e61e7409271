import { InvalidPasswordError } from './invalid-password-error';

/** One kind of character that a rule counts. */
export interface PasswordRuleItem {
  readonly message: string;
  readonly code: string;
  readonly verified: boolean;
}

/** One rule of a policy and whether the password keeps it; the texts are Auth0's. */
export interface PasswordRule {
  readonly message: string;
  readonly code: string;
  /** What replaces `%d` and `%s` in `message`, in order. */
  readonly format?: readonly (number | string)[];
  readonly items?: readonly PasswordRuleItem[];
  readonly verified: boolean;
}

/** All rules of a policy, kept or not. */
export interface PasswordStrength {
  readonly rules: readonly PasswordRule[];
  readonly verified: boolean;
}

/** The password breaks the connection's policy; `description` tells rule by rule. */
export class PasswordStrengthError extends InvalidPasswordError {
  override readonly name = 'PasswordStrengthError';
  readonly description: PasswordStrength;
  /** The whole policy in words, a line a rule. */
  readonly policy: string;

  constructor(description: PasswordStrength, policy: string) {
    super('Password is too weak');
    this.description = description;
    this.policy = policy;
  }

  override toJSON() {
    return {
      name: this.name,
      message: this.message,
      code: this.code,
      description: this.description,
      policy: this.policy,
      statusCode: this.status,
    };
  }
}
