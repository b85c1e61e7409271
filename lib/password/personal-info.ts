import { PasswordNoUserInfoError } from '../errors';
import type { Profile } from '../fields/profile';
import { foldCase } from '../fields/text';
import type { PasswordSettings } from '../options/password-schemas';

/** The parts of a sign-up with which its password may be compared. */
export type PersonalInfo = Omit<Profile, 'picture'>;

/** Throws {@link PasswordNoUserInfoError} when `password` contains personal info of the user. */
export type PersonalInfoCheck = (password: string, user: PersonalInfo) => void;

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
const METADATA = 'user_metadata.';
// A value of one or two characters would refuse passwords at random.
const MIN_VALUE_LENGTH = 3;

/** Compiles the check of a connection; `undefined` when it has none. */
export function personalInfoCheck({
  password_no_personal_info: legacy,
  password_options: { profile_data: flexible },
}: PasswordSettings): PersonalInfoCheck | undefined {
  const fields = [
    ...(legacy.enable ? LEGACY_FIELDS : []),
    ...(flexible.active ? flexible.blocked_fields : []),
  ];
  if (fields.length === 0) {
    return undefined;
  }
  return function checkPersonalInfo(password, user) {
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

function fieldValue(user: PersonalInfo, field: string): string | undefined {
  if (field.startsWith(METADATA)) {
    const name = field.slice(METADATA.length);
    const metadata = user.user_metadata ?? {};
    return Object.hasOwn(metadata, name) ? metadata[name] : undefined;
  }
  return field === 'email'
    ? user.email.slice(0, user.email.lastIndexOf('@'))
    : user[field as Exclude<keyof PersonalInfo, 'user_metadata'>];
}

function isLongEnough(value: string): boolean {
  return [...value].length >= MIN_VALUE_LENGTH;
}
