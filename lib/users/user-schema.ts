import type { Connection, Schema } from 'mongoose';
import { PROFILE_FIELDS } from '../fields/profile';
import { normalizeEmail, normalizeUsername } from '../fields/text';
import { addFirstHookAfterInsert } from './insert-hooks';
import type { User } from './user';
import { withoutGlobalOptions } from './without-global-options';

/** The fields with a unique index, each within its connection. */
export const UNIQUE_FIELDS = ['email', 'username'] as const;

const OPTIONAL_TEXTS = PROFILE_FIELDS.filter(
  (field) => field !== 'email' && field !== 'username' && field !== 'user_metadata',
);

/** The schema of the users, without anything of the host. */
export function userSchema({ base }: Connection, collection: string): Schema<User> {
  const { String: Text, Boolean: Flag, Map: Mapping, Date: Time, ObjectId } = base.Schema.Types;
  const schema = withoutGlobalOptions([Text, Flag, Mapping, Time, ObjectId], () =>
    schemaWith(base.Schema, collection),
  );
  for (const field of UNIQUE_FIELDS) {
    schema.index(
      { connection: 1, [field]: 1 },
      { unique: true, partialFilterExpression: { [field]: { $exists: true } } },
    );
  }
  addFirstHookAfterInsert(schema);
  return schema;
}

function schemaWith(MongooseSchema: typeof Schema, collection: string): Schema<User> {
  return new MongooseSchema<User>(
    {
      connection: { type: String, required: true, immutable: true },
      email: { type: String, required: true, set: ifText(normalizeEmail) },
      email_verified: { type: Boolean, required: true },
      username: { type: String, set: ifText(normalizeUsername) },
      ...Object.fromEntries(OPTIONAL_TEXTS.map((field) => [field, String])),
      user_metadata: { type: Map, of: String },
      password_hash: { type: String, required: true, select: false },
    },
    {
      collection,
      strict: 'throw',
      strictQuery: 'throw',
      versionKey: false,
      timestamps: { createdAt: 'created_at', updatedAt: 'updated_at' },
      // The router builds the indexes, and tries again if that fails.
      autoIndex: false,
      autoCreate: false,
    },
  );
}

/** A setter. Mongoose casts, or refuses, what is no text. */
function ifText(normalize: (text: string) => string) {
  return (value: unknown) => (typeof value === 'string' ? normalize(value) : value);
}
