import type { Types } from 'mongoose';

/** A stored user, with Auth0's field names. One collection has the users of all connections. */
export interface User {
  /** In responses 24 hex digits. */
  readonly _id: Types.ObjectId;
  /** Name of the user's connection; e-mail address and username are unique within it. */
  connection: string;
  /** Trimmed and lower-cased. */
  email: string;
  /** `false` until the host has verified the address. */
  email_verified: boolean;
  /** Lower-cased; only on connections with `requires_username`. */
  username?: string;
  given_name?: string;
  family_name?: string;
  name?: string;
  nickname?: string;
  picture?: string;
  user_metadata?: Map<string, string>;
  /** The hasher's result. Queries return it only with `select('+password_hash')`. */
  password_hash: string;
  created_at: Date;
  updated_at: Date;
}
