import type { Model } from 'mongoose';
import { TemporarilyUnavailableError, UserExistsError, UsernameExistsError } from '../errors';
import { type Profile, profileOf } from '../fields/profile';
import { isTransientError } from './is-transient-error';
import type { User } from './user';

/** What a sign-up stores; the other fields of a {@link User} are added here. */
export interface NewUser extends Profile {
  readonly connection: string;
  readonly password_hash: string;
}

/**
 * Stores a user and resolves with its `_id`. There is no look-up first: the unique index accepts one
 * of several equal sign-ups.
 *
 * @throws {UserExistsError} when the address is taken on the connection.
 * @throws {UsernameExistsError} when the username is taken on the connection.
 * @throws {TemporarilyUnavailableError} when the store is down, slow or full.
 */
export async function insertUser(model: Model<User>, user: NewUser): Promise<User['_id']> {
  const document = new model(fieldsOf(user));
  try {
    await document.save();
  } catch (error) {
    await settle(model, document._id, error);
  }
  return document._id;
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

/** Throws what a sign-up reports for a failed insert, unless the user is stored nevertheless. */
async function settle(model: Model<User>, _id: User['_id'], error: unknown): Promise<void> {
  const refusal = takenBy(error);
  if (refusal !== undefined) {
    throw refusal;
  }
  if (!isOutcomeUnknown(error)) {
    throw error;
  }
  if (!(await isStored(model, _id))) {
    throw new TemporarilyUnavailableError({ cause: error });
  }
}

const DUPLICATE_KEY = 11000;

function takenBy(error: unknown): Error | undefined {
  switch (duplicateKey(error)) {
    case 'connection,email':
      return new UserExistsError();
    case 'connection,username':
      return new UsernameExistsError();
    default:
      return undefined;
  }
}

/**
 * Whether the user may be stored although the insert failed: the reply was lost, or the driver's
 * retry found the document of its first attempt.
 */
function isOutcomeUnknown(error: unknown): boolean {
  return isTransientError(error) || duplicateKey(error) === '_id';
}

/** The fields of the unique index that refused the insert. */
function duplicateKey(error: unknown): string | undefined {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: object };
  return code === DUPLICATE_KEY && keyPattern ? Object.keys(keyPattern).join() : undefined;
}

/** The `_id` was made before the insert, so no other user has it. */
async function isStored(model: Model<User>, _id: User['_id']): Promise<boolean> {
  try {
    return (await model.exists({ _id }).read('primary')) !== null;
  } catch (cause) {
    throw new TemporarilyUnavailableError({ cause });
  }
}
