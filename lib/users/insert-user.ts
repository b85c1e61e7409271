import type { Model } from 'mongoose';
import { TemporarilyUnavailableError, UserExistsError, UsernameExistsError } from '../errors';
import { isTransientError } from './is-transient-error';
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
  const document = new model(
    withoutUndefined({
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
    }),
  );
  try {
    await document.save();
  } catch (error) {
    await settle(model, document._id, error);
  }
  return document._id;
}

/** Mongoose takes as long over a field that is `undefined` as over one that is there. */
function withoutUndefined(fields: Readonly<Record<string, unknown>>): object {
  const given: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    if (fields[name] !== undefined) {
      given[name] = fields[name];
    }
  }
  return given;
}

/** Throws what an insert's failure means, unless the user is stored all the same. */
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
 * Whether the insert may have been done although it failed: the answer was lost on the way, or the
 * driver's second try met the document of the first.
 */
function isOutcomeUnknown(error: unknown): boolean {
  return isTransientError(error) || duplicateKey(error) === '_id';
}

/** The fields of the unique index that refused, which only the server's own error names. */
function duplicateKey(error: unknown): string | undefined {
  const { code, keyPattern } = error as { code?: unknown; keyPattern?: object };
  return code === DUPLICATE_KEY && keyPattern ? Object.keys(keyPattern).join() : undefined;
}

/** The `_id` was made before the insert and belongs to nobody else: whoever has it is this user. */
async function isStored(model: Model<User>, _id: User['_id']): Promise<boolean> {
  try {
    return (await model.exists({ _id }).read('primary')) !== null;
  } catch (cause) {
    throw new TemporarilyUnavailableError({ cause });
  }
}
