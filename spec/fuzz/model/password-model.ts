import { dictionary } from '@zxcvbn-ts/language-common';
import type { DatabaseConnection } from 'express-dbconnections';
import { strengthError } from './strength-model';
import { codePoints, foldCase } from './text-model';

type Options = NonNullable<DatabaseConnection['options']>;

/** The user as the response shows it; a password may be based on its fields. */
export type Profile = Readonly<Record<string, unknown>>;

const COMMON = new Set(dictionary['passwords-common'].slice(0, 10_000));

const LEGACY_FIELDS = [
  'name',
  'username',
  'nickname',
  'user_metadata.name',
  'user_metadata.first',
  'user_metadata.last',
  'email',
];

/** The response body for the first rule that a password breaks, otherwise `undefined`. */
export function passwordError(
  { options }: DatabaseConnection,
  password: string,
  profile: Profile,
): object | undefined {
  const rules = options ?? {};
  return (
    strengthError(rules, password) ??
    (isListed(rules, password) ? tooCommon : undefined) ??
    (isPersonal(rules, password, profile) ? tooPersonal : undefined)
  );
}

const tooCommon = {
  name: 'PasswordDictionaryError',
  message: 'Password is too common',
  code: 'invalid_password',
  description: 'Password is not allowed, it might be too common.',
  statusCode: 400,
};

const tooPersonal = {
  name: 'PasswordNoUserInfoError',
  message: 'Password contains user information',
  code: 'invalid_password',
  description: 'Password is based on user information',
  statusCode: 400,
};

function isListed(options: Options, password: string): boolean {
  const legacy = options.password_dictionary;
  const flexible = options.password_options?.dictionary;
  const words = [
    ...(legacy?.enable === true ? (legacy.dictionary ?? []) : []),
    ...(flexible?.active === true ? (flexible.custom ?? []) : []),
  ];
  const isOn = legacy?.enable === true || flexible?.active === true;
  const plain = password.toLowerCase();
  return isOn && (COMMON.has(plain) || words.map(foldCase).includes(foldCase(password)));
}

function isPersonal(options: Options, password: string, profile: Profile): boolean {
  const flexible = options.password_options?.profile_data;
  const fields = [
    ...(options.password_no_personal_info?.enable === true ? LEGACY_FIELDS : []),
    ...(flexible?.active === true ? (flexible.blocked_fields ?? []) : []),
  ];
  return fields
    .map((field) => personalValue(profile, field))
    .filter((value) => typeof value === 'string')
    .map(foldCase)
    .some((value) => codePoints(value).length >= 3 && foldCase(password).includes(value));
}

function personalValue(profile: Profile, field: string): unknown {
  if (field === 'email') {
    return String(profile.email).replace(/@[^@]*$/, '');
  }
  const [outer = '', inner] = field.split('.');
  const value = profile[outer];
  return inner === undefined ? value : ownValue(value, inner);
}

function ownValue(object: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object ?? {}, name)?.value;
}
