import { PasswordNoUserInfoError } from '../errors';
import { foldCase } from '../fields/text';
import { invalidOption } from '../options/invalid-option';
import {
  checkArray,
  checkBoolean,
  checkKnownKeys,
  checkName,
  checkObject,
} from '../options/option-checks';
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
// What a flexible policy may name besides metadata.
const FIELDS: readonly string[] = [
  'email',
  'username',
  'given_name',
  'family_name',
  'name',
  'nickname',
] satisfies readonly (keyof PersonalData)[];
// A field of Auth0's that no sign-up here has, so that there is nothing to compare with.
const NEVER_SENT = 'phone_number';
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
    const folded = foldCase(password);
    const values = fields
      .map((field) => fieldValue(user, field))
      .filter((value) => value !== undefined)
      .map(foldCase);
    if (values.some((value) => isLongEnough(value) && folded.includes(value))) {
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
    throw invalidOption(
      `${at}.blocked_fields`,
      fields,
      `write at most ${MAX_BLOCKED_FIELDS} names`,
    );
  }
  const names = fields
    .map((field, index) => checkField(`${at}.blocked_fields[${index}]`, field))
    .filter((name) => name !== NEVER_SENT);
  return checkBoolean(`${at}.active`, given.active ?? false) ? names : [];
}

function checkField(path: string, value: unknown): string {
  const name = checkName(path, value);
  const isMetadata = name.startsWith(METADATA) && name !== METADATA;
  if (!isMetadata && !FIELDS.includes(name) && name !== NEVER_SENT) {
    const known = [...FIELDS, `${METADATA}<name>`].map((field) => `'${field}'`).join(', ');
    throw invalidOption(path, value, `a sign-up has no such field; write one of ${known}`);
  }
  return name;
}

function fieldValue(user: PersonalData, field: string): string | undefined {
  if (field.startsWith(METADATA)) {
    const name = field.slice(METADATA.length);
    const metadata = user.user_metadata ?? {};
    return Object.hasOwn(metadata, name) ? metadata[name] : undefined;
  }
  return field === 'email'
    ? user.email.slice(0, user.email.lastIndexOf('@'))
    : user[field as Exclude<keyof PersonalData, 'user_metadata'>];
}

function isLongEnough(value: string): boolean {
  return [...value].length >= SHORTEST_VALUE;
}
