import type { Model } from 'mongoose';
import { TemporarilyUnavailableError, UserExistsError, UsernameExistsError } from '../errors';
import { duplicateFields, needsLookUp, takenField, type UniqueField } from './duplicate-key';
import type { InsertRecord } from './insert-hooks';
import { isTransientError } from './is-transient-error';
import { findStoredUser, type StoredUser } from './stored-user';
import type { User } from './user';

type UserDocument = InstanceType<Model<User>>;

/**
 * Resolves with the user if it is stored although saving it failed: the reply was lost, or a hook of
 * the host threw afterwards. Otherwise throws what the sign-up reports.
 */
export async function settleInsert(
  model: Model<User>,
  document: UserDocument,
  { signal, acknowledged }: InsertRecord,
  error: unknown,
): Promise<StoredUser> {
  if (signal?.aborted === true && error === signal.reason) {
    throw error;
  }
  // After the insert, an error comes from the host's hooks, and so does the index that it names.
  const duplicate = acknowledged === true ? undefined : duplicateFields(error);
  const taken = duplicate && takenField(duplicate);
  if (taken !== undefined && document[taken] !== undefined) {
    throw refusal(taken);
  }
  const stored = await lookUp(findStoredUser(model, document._id));
  if (stored !== undefined) {
    warnOf(error);
    return stored;
  }
  if (duplicate !== undefined && needsLookUp(duplicate)) {
    await assertFree(model, document, 'email');
    await assertFree(model, document, 'username');
  }
  throw isOutcomeUnknown(error, duplicate)
    ? new TemporarilyUnavailableError({ reason: 'store', cause: error })
    : error;
}

function refusal(field: UniqueField): Error {
  return field === 'email' ? new UserExistsError() : new UsernameExistsError();
}

async function assertFree(
  model: Model<User>,
  document: UserDocument,
  field: UniqueField,
): Promise<void> {
  const { connection, [field]: value } = document;
  if (value === undefined) {
    return;
  }
  const other = model
    .exists({ connection, [field]: value })
    .read('primary')
    .exec();
  if ((await lookUp(other)) !== null) {
    throw refusal(field);
  }
}

async function lookUp<Result>(found: Promise<Result>): Promise<Result> {
  try {
    return await found;
  } catch (cause) {
    throw new TemporarilyUnavailableError({ reason: 'store', cause });
  }
}

/**
 * Whether the insert may yet be carried out, or the driver's retry met the document of its first
 * attempt: the `_id` was made before the insert, so no other user has it.
 */
function isOutcomeUnknown(error: unknown, duplicate: readonly string[] | undefined): boolean {
  return isTransientError(error) || duplicate?.join() === '_id';
}

function warnOf(error: unknown): void {
  process.emitWarning(`A user is stored, although saving it failed: ${describe(error)}`, {
    type: 'ExpressDbconnectionsWarning',
    code: 'EXPRESS_DBCONNECTIONS_USER_STORED',
  });
}

/** The driver's messages may quote the user; those of the host's own hooks are the host's. */
function describe(error: unknown): string {
  if (error instanceof Error && error.name.startsWith('Mongo')) {
    return [error.name, (error as { code?: unknown }).code].filter(Boolean).join(' ');
  }
  return String(error);
}
