import type { Types } from 'mongoose';

/** A user as it is stored, in Auth0's names. One collection holds the users of all connections. */
export interface User {
  /** Made before the insert; goes over the wire as 24 hex digits. */
  readonly _id: Types.ObjectId;
  /** Name of the connection that the user signed up on; e-mail and username are unique within it. */
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
  /** What the hasher made of the password. Not selected by queries unless they ask for it. */
  password_hash: string;
  created_at: Date;
  updated_at: Date;
}
