/**
 * What a user's profile consists of, in Auth0's names and in the documented order:
 * https://auth0.com/docs/api/authentication#signup
 */
export interface Profile {
  readonly email: string;
  readonly username?: string | undefined;
  readonly given_name?: string | undefined;
  readonly family_name?: string | undefined;
  readonly name?: string | undefined;
  readonly nickname?: string | undefined;
  readonly picture?: string | undefined;
  readonly user_metadata?: Readonly<Record<string, string>> | undefined;
}

/** The names of a {@link Profile}'s fields, in the documented order. */
export const PROFILE_FIELDS = [
  'email',
  'username',
  'given_name',
  'family_name',
  'name',
  'nickname',
  'picture',
  'user_metadata',
] as const satisfies readonly (keyof Profile)[];

/** The fields of a {@link Profile} that `source` has, in the documented order, and no others. */
export function profileOf(source: Profile): Profile {
  const given = PROFILE_FIELDS.filter((field) => source[field] !== undefined);
  return Object.fromEntries(given.map((field) => [field, source[field]])) as unknown as Profile;
}

/** Limits of the fields. Lengths count code points. */
export const FIELD_LIMITS = {
  // RFC 5321, sections 4.5.3.1.1 and 4.5.3.1.3
  email: { maxLength: 254, maxLocalPartLength: 64 },
  // https://auth0.com/docs/connections/database/require-username
  username: { maxLength: 128 },
  given_name: { maxLength: 150 },
  family_name: { maxLength: 150 },
  name: { maxLength: 150 },
  nickname: { maxLength: 350 },
  picture: { maxLength: 2048 },
  // https://auth0.com/docs/manage-users/user-accounts/metadata/metadata-fields-data
  user_metadata: { maxProperties: 10, maxNameLength: 100, maxValueLength: 500 },
} as const satisfies Record<keyof Profile, object>;

/**
 * A sign-up request whose documented fields have been checked. The `username` has not, because its
 * rules depend on the connection.
 */
export interface SignupRequest extends Omit<Profile, 'username'> {
  readonly client_id?: string;
  readonly password: string;
  readonly connection: string;
  readonly username?: unknown;
}
