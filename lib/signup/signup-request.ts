/**
 * A sign-up whose documented fields have been checked for shape. The `username` has not: what it
 * must be depends on the connection.
 */
export interface SignupRequest {
  readonly client_id?: string;
  readonly email: string;
  readonly password: string;
  readonly connection: string;
  readonly username?: unknown;
  readonly given_name?: string;
  readonly family_name?: string;
  readonly name?: string;
  readonly nickname?: string;
  readonly picture?: string;
  readonly user_metadata?: Readonly<Record<string, string>>;
}
