import type { Model } from 'mongoose';
import { type Profile, profileOf } from '../fields/profile';
import { recordInsert } from './insert-hooks';
import { settleInsert } from './settle-insert';
import type { StoredUser } from './stored-user';
import type { User } from './user';

/** What a sign-up stores; the other fields of a {@link User} are added here. */
export interface NewUser extends Profile {
  readonly connection: string;
  readonly password_hash: string;
}

/**
 * Stores a user and resolves with what is stored. There is no look-up first: the unique index accepts
 * one of several equal sign-ups. Nothing is handed to the driver once `signal` is aborted.
 *
 * @throws {UserExistsError} when the address is taken on the connection.
 * @throws {UsernameExistsError} when the username is taken on the connection.
 * @throws {TemporarilyUnavailableError} when the store is down, slow or full.
 */
export async function insertUser(
  model: Model<User>,
  user: NewUser,
  signal?: AbortSignal,
): Promise<StoredUser> {
  const document = new model(fieldsOf(user));
  const record = recordInsert(document, signal);
  try {
    await document.save();
  } catch (error) {
    return settleInsert(model, document, record, error);
  }
  return record.stored as StoredUser;
}

function fieldsOf(user: NewUser): object {
  const { user_metadata, ...texts } = profileOf(user);
  return {
    connection: user.connection,
    email_verified: false,
    ...texts,
    ...(user_metadata && { user_metadata: new Map(Object.entries(user_metadata)) }),
    password_hash: user.password_hash,
  };
}
