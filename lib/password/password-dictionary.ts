import { PasswordDictionaryError } from '../errors';
import { foldCase } from '../fields/text';
import { invalidOption } from '../options/invalid-option';
import {
  checkBoolean,
  checkKnownKeys,
  checkObject,
  checkOneOf,
  checkStrings,
} from '../options/option-checks';
import { commonPasswords } from './common-passwords';
import type { ConnectionPasswordOptions } from './connection-password-options';

/** Throws {@link PasswordDictionaryError} when `password` stands in the dictionary. */
export type PasswordDictionary = (password: string) => void;

const MAX_WORDS = 200;
const MAX_WORD_LENGTH = 50;

/** Builds the dictionary of a connection, once; `undefined` when it has none. */
export function passwordDictionary(
  options: ConnectionPasswordOptions,
  path: string,
): PasswordDictionary | undefined {
  const legacy = legacyWords(options, path);
  const flexible = flexibleWords(options, path);
  if (legacy === undefined && flexible === undefined) {
    return undefined;
  }
  const common = commonPasswords();
  const own = new Set([...(legacy ?? []), ...(flexible ?? [])].map(foldCase));

  return function checkDictionary(password) {
    if (common.has(password.toLowerCase()) || own.has(foldCase(password))) {
      throw new PasswordDictionaryError();
    }
  };
}

function legacyWords(
  options: ConnectionPasswordOptions,
  path: string,
): readonly string[] | undefined {
  const at = `${path}.password_dictionary`;
  const given = checkObject(at, options.password_dictionary ?? {}, 'write { enable, dictionary }');
  checkKnownKeys(at, given, ['enable', 'dictionary']);
  const words = checkedWords(`${at}.dictionary`, given.dictionary);
  return checkBoolean(`${at}.enable`, given.enable ?? false) ? words : undefined;
}

function flexibleWords(
  options: ConnectionPasswordOptions,
  path: string,
): readonly string[] | undefined {
  const at = `${path}.password_options.dictionary`;
  const advice = 'write { active, default, custom }';
  const given = checkObject(at, options.password_options?.dictionary ?? {}, advice);
  checkKnownKeys(at, given, ['active', 'default', 'custom']);
  const list = checkOneOf(`${at}.default`, given.default ?? 'en_10k', ['en_10k', 'en_100k']);
  const words = checkedWords(`${at}.custom`, given.custom);
  const long = words.find((word) => [...word].length > MAX_WORD_LENGTH);
  if (long !== undefined) {
    throw invalidOption(
      `${at}.custom`,
      long,
      `write words of at most ${MAX_WORD_LENGTH} characters`,
    );
  }
  if (!checkBoolean(`${at}.active`, given.active ?? false)) {
    return undefined;
  }
  if (list === 'en_100k') {
    throw invalidOption(
      `${at}.default`,
      list,
      "this package has no list of that size that it may ship; write 'en_10k'",
    );
  }
  return words;
}

function checkedWords(path: string, value: unknown): readonly string[] {
  const words = checkStrings(path, value ?? [], 'write an array of words');
  if (words.length > MAX_WORDS) {
    throw invalidOption(path, `${words.length} words`, `write at most ${MAX_WORDS}`);
  }
  return words;
}
