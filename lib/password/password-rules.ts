import { checkBoolean, checkInteger, checkKnownKeys, checkObject } from '../options/option-checks';
import type { ConnectionPasswordOptions } from './connection-password-options';
import { passwordDictionary } from './password-dictionary';
import { passwordPolicy } from './password-policy';
import { type PersonalData, personalDataCheck } from './personal-data';

/** Throws the typed refusal of the first rule that `password` breaks. */
export type PasswordRules = (password: string, user: PersonalData) => void;

/**
 * Builds everything that a connection asks of a password, in Auth0's order: strength, dictionary,
 * personal data.
 */
export function passwordRules(options: ConnectionPasswordOptions, path: string): PasswordRules {
  checkFlexibleKeys(options, path);
  checkHistory(options, path);
  const checkStrength = passwordPolicy(options, path);
  const checkDictionary = passwordDictionary(options, path);
  const checkPersonalData = personalDataCheck(options, path);

  return function checkPassword(password, user) {
    checkStrength(password);
    checkDictionary?.(password);
    checkPersonalData?.(password, user);
  };
}

function checkFlexibleKeys(options: ConnectionPasswordOptions, path: string): void {
  const at = `${path}.password_options`;
  const given = checkObject(at, options.password_options ?? {}, 'write an object');
  checkKnownKeys(at, given, ['complexity', 'dictionary', 'history', 'profile_data']);
}

function checkHistory(options: ConnectionPasswordOptions, path: string): void {
  for (const [at, value, toggle, least] of [
    [`${path}.password_history`, options.password_history, 'enable', 0],
    [`${path}.password_options.history`, options.password_options?.history, 'active', 1],
  ] as const) {
    const given = checkObject(at, value ?? {}, `write { ${toggle}, size }`);
    checkKnownKeys(at, given, [toggle, 'size']);
    checkBoolean(`${at}.${toggle}`, given[toggle] ?? false);
    checkInteger(`${at}.size`, given.size ?? 5, least, 24);
  }
}
