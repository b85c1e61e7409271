import {
  checkArray,
  checkBoolean,
  checkKnownKeys,
  checkName,
  checkObject,
} from '../checks/option-checks';
import { wrongOption } from '../checks/wrong-option';
import { PasswordNoUserInfoError } from '../errors';
import type { ConnectionPasswordOptions } from './connection-password-options';

/** The parts of a sign-up that its password may be compared with. */
export interface PersonalData {
  readonly email: string;
  readonly username?: string | undefined;
  readonly given_name?: string | undefined;
  readonly family_name?: string | undefined;
  readonly name?: string | undefined;
  readonly nickname?: string | undefined;
  readonly user_metadata?: Readonly<Record<string, string>> | undefined;
}

/** Throws {@link PasswordNoUserInfoError} when `password` contains personal data of the user. */
export type PersonalDataCheck = (password: string, user: PersonalData) => void;

// https://auth0.com/docs/connections/database/password-options
const LEGACY_FIELDS = [
  'name',
  'username',
  'nickname',
  'user_metadata.name',
  'user_metadata.first',
  'user_metadata.last',
  'email',
] as const;
const MAX_BLOCKED_FIELDS = 12;
const METADATA = 'user_metadata.';
// A value of one or two characters would refuse passwords at random.
const SHORTEST_VALUE = 3;

/** Builds the check of a connection, once; `undefined` when it has none. */
export function personalDataCheck(
  options: ConnectionPasswordOptions,
  path: string,
): PersonalDataCheck | undefined {
  const fields = [...legacyFields(options, path), ...blockedFields(options, path)];
  if (fields.length === 0) {
    return undefined;
  }
  return function checkPersonalData(password, user) {
    const lowerCase = password.toLowerCase();
    const values = fields
      .map((field) => fieldValue(user, field))
      .filter((value) => value !== undefined);
    if (values.some((value) => isLongEnough(value) && lowerCase.includes(value.toLowerCase()))) {
      throw new PasswordNoUserInfoError();
    }
  };
}

function legacyFields(options: ConnectionPasswordOptions, path: string): readonly string[] {
  const at = `${path}.password_no_personal_info`;
  const given = checkObject(at, options.password_no_personal_info ?? {}, 'write { enable }');
  checkKnownKeys(at, given, ['enable']);
  return checkBoolean(`${at}.enable`, given.enable ?? false) ? LEGACY_FIELDS : [];
}

function blockedFields(options: ConnectionPasswordOptions, path: string): readonly string[] {
  const at = `${path}.password_options.profile_data`;
  const advice = 'write { active, blocked_fields }';
  const given = checkObject(at, options.password_options?.profile_data ?? {}, advice);
  checkKnownKeys(at, given, ['active', 'blocked_fields']);
  const fields = checkArray(
    `${at}.blocked_fields`,
    given.blocked_fields ?? [],
    'write an array of field names',
  );
  if (fields.length > MAX_BLOCKED_FIELDS) {
    throw wrongOption(`${at}.blocked_fields`, fields, `write at most ${MAX_BLOCKED_FIELDS} names`);
  }
  const names = fields.map((field, index) => checkName(`${at}.blocked_fields[${index}]`, field));
  return checkBoolean(`${at}.active`, given.active ?? false) ? names : [];
}

function fieldValue(user: PersonalData, field: string): string | undefined {
  if (field.startsWith(METADATA)) {
    const name = field.slice(METADATA.length);
    const metadata = user.user_metadata ?? {};
    return Object.hasOwn(metadata, name) ? metadata[name] : undefined;
  }
  switch (field) {
    case 'email':
      return user.email.slice(0, user.email.lastIndexOf('@'));
    case 'username':
    case 'given_name':
    case 'family_name':
    case 'name':
    case 'nickname':
      return user[field];
    default:
      return undefined;
  }
}

function isLongEnough(value: string): boolean {
  return [...value].length >= SHORTEST_VALUE;
}
