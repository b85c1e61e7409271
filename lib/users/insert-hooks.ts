import type { Model, Schema } from 'mongoose';
import { aboutToBeStored, type StoredUser } from './stored-user';
import type { User } from './user';

type UserDocument = InstanceType<Model<User>>;

/** The course of an insert, written by the hooks. */
export interface InsertRecord {
  /** Once it is aborted, the insert is not handed to the driver. */
  readonly signal: AbortSignal | undefined;
  /** What was handed to the driver, after all hooks of the host. */
  stored?: StoredUser;
  /** Whether the server has acknowledged it. */
  acknowledged?: boolean;
}

// Registered, so that a router recognises the models of another copy of this package.
const RECORD = Symbol.for('express-dbconnections.insert');

/** Begins to record what happens to a document when it is saved. */
export function recordInsert(
  document: UserDocument,
  signal: AbortSignal | undefined,
): InsertRecord {
  const record: InsertRecord = { signal };
  // Not in `$locals`, which a hook of the host may replace.
  Object.defineProperty(document, RECORD, { value: record });
  return record;
}

/** To be added before any other `post('save')` hook: the host's may throw. */
export function addFirstHookAfterInsert(schema: Schema<User>): void {
  schema.post('save', (document) => {
    const record = recordOf(document);
    if (record !== undefined) {
      record.acknowledged = true;
    }
  });
}

/** To be added after any other `pre('save')` hook: the host's may take long, and change the user. */
export function addLastHookBeforeInsert(schema: Schema<User>): void {
  schema.pre('save', function readWhatIsStored() {
    const record = recordOf(this);
    if (record !== undefined) {
      record.signal?.throwIfAborted();
      record.stored = aboutToBeStored(this);
    }
  });
}

function recordOf(document: object): InsertRecord | undefined {
  return (document as { readonly [RECORD]?: InsertRecord })[RECORD];
}
