import list = require('./common-passwords.json');

import { PasswordDictionaryError } from '../errors';
import { foldCase } from '../fields/text';
import type { PasswordSettings } from '../options/password-schemas';

/** Throws {@link PasswordDictionaryError} when `password` is in the dictionary. */
export type PasswordDictionary = (password: string) => void;

/** Compiles the dictionary of a connection; `undefined` when it has none. */
export function passwordDictionary({
  password_dictionary: legacy,
  password_options: { dictionary: flexible },
}: PasswordSettings): PasswordDictionary | undefined {
  if (!legacy.enable && !flexible.active) {
    return undefined;
  }
  const common = commonPasswords();
  const words = [
    ...(legacy.enable ? legacy.dictionary : []),
    ...(flexible.active ? flexible.custom : []),
  ];
  const own = new Set(words.map(foldCase));

  return function checkDictionary(password) {
    if (common.has(password.toLowerCase()) || own.has(foldCase(password))) {
      throw new PasswordDictionaryError();
    }
  };
}

let passwords: ReadonlySet<string> | undefined;

/** The 10,000 most common passwords, in lower case; loaded for the first connection that needs them. */
export function commonPasswords(): ReadonlySet<string> {
  passwords ??= new Set(list.passwords.split(' '));
  return passwords;
}
