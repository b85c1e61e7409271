import type { PasswordSettings } from '../options/password-schemas';
import { passwordDictionary } from './password-dictionary';
import { passwordPolicy } from './password-policy';
import { type PersonalInfo, personalInfoCheck } from './personal-info';

/** Throws the typed refusal of the first rule that `password` breaks. */
export type PasswordRules = (password: string, user: PersonalInfo) => void;

/**
 * Compiles the password rules of a connection, in Auth0's order: strength, dictionary, personal info.
 */
export function passwordRules(options: PasswordSettings): PasswordRules {
  const checkStrength = passwordPolicy(options);
  const checkDictionary = passwordDictionary(options);
  const checkPersonalInfo = personalInfoCheck(options);

  return function checkPassword(password, user) {
    checkStrength(password);
    checkDictionary?.(password);
    checkPersonalInfo?.(password, user);
  };
}
