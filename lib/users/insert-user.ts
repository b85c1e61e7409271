import type { Model } from 'mongoose';
import { TemporarilyUnavailableError, UserExistsError, UsernameExistsError } from '../errors';
import { isStoreFault } from './store-fault';
import type { User } from './user';

/** What a sign-up stores; the rest of a {@link User} comes from here. */
export interface NewUser {
  readonly connection: string;
  readonly email: string;
  readonly username?: string | undefined;
  readonly given_name?: string | undefined;
  readonly family_name?: string | undefined;
  readonly name?: string | undefined;
  readonly nickname?: string | undefined;
  readonly picture?: string | undefined;
  readonly user_metadata?: Readonly<Record<string, string>> | undefined;
  readonly password_hash: string;
}

/**
 * Stores a user and resolves with its `_id`. Nobody looks first: of several equal sign-ups the
 * unique index lets one through.
 *
 * @throws {UserExistsError} when the address is taken on the connection.
 * @throws {UsernameExistsError} when the username is.
 * @throws {TemporarilyUnavailableError} when the store is down, slow or full.
 */
export async function insertUser(model: Model<User>, user: NewUser): Promise<User['_id']> {
  const document = new model({
    connection: user.connection,
    email: user.email,
    email_verified: false,
    username: user.username,
    given_name: user.given_name,
    family_name: user.family_name,
    name: user.name,
    nickname: user.nickname,
    picture: user.picture,
    user_metadata: user.user_metadata && new Map(Object.entries(user.user_metadata)),
    password_hash: user.password_hash,
  });
  try {
    await document.save();
  } catch (error) {
    throw typedError(error);
  }
  return document._id;
}

const DUPLICATE_KEY = 11000;

function typedError(error: unknown): unknown {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: Record<string, unknown> };
  if (code === DUPLICATE_KEY && keyPattern !== undefined) {
    if (isUniqueIndexOf('email', keyPattern)) {
      return new UserExistsError();
    }
    if (isUniqueIndexOf('username', keyPattern)) {
      return new UsernameExistsError();
    }
  }
  return isStoreFault(error) ? new TemporarilyUnavailableError({ cause: error }) : error;
}

function isUniqueIndexOf(field: string, keyPattern: Record<string, unknown>): boolean {
  return Object.keys(keyPattern).join() === `connection,${field}`;
}
