import type { Connection, Model, Schema } from 'mongoose';
import { PROFILE_FIELDS } from '../fields/profile';
import { brandUserModel, parseUserModelOptions } from '../options/user-model-options';
import type { User } from './user';

/** Options of {@link userModel}. */
export interface UserModelOptions {
  /** Name of the Mongoose model. Default `DatabaseUser`. */
  readonly name?: string | undefined;
  /** Name of the MongoDB collection. Default `database_users`. */
  readonly collection?: string | undefined;
  /**
   * Adds your own fields, indexes and plugins before the model is compiled. A sign-up sets none of
   * your fields: a required one needs a default, and a unique index must be sparse or partial.
   */
  // biome-ignore lint/suspicious/noExplicitAny: a host's plugins take schemas of any shape
  readonly extend?: ((schema: Schema<any>) => void) | undefined;
}

/** The model as the router uses it. */
export type UserModel = Model<User>;

/** A model that may have fields of the host. */
// biome-ignore lint/suspicious/noExplicitAny: Mongoose's Model is invariant in its document type
export type AnyUserModel = Model<any>;

const OPTIONAL_TEXTS = PROFILE_FIELDS.filter(
  (field) => field !== 'email' && field !== 'user_metadata',
);

/**
 * Makes the Mongoose model of the users, on your connection and with your copy of Mongoose.
 *
 * Its unique indexes `(connection, email)` and `(connection, username)` decide which of several equal
 * sign-ups is first. The router builds them, see `ready()`; with `autoIndex: false` on the connection
 * they must exist already.
 *
 * The router responds within its `timeout` whatever the settings of the connection. These settings
 * stop the driver earlier, so that it sends no insert after a 503: `serverSelectionTimeoutMS: 3000`
 * (30 s by default), `socketTimeoutMS: 2000` (for a server that hangs; no limit by default) and
 * `waitQueueTimeoutMS: 1000` (when all connections are in use; no limit by default), with
 * `maxPoolSize: 20`. `w: 'majority'` keeps an acknowledged user through a failover;
 * `bufferCommands: false` makes queries without a connection fail at once instead of after 10 s.
 *
 * @example
 * ```ts
 * const users = userModel<{ plan: string }>(mongoose.connection, {
 *   extend: (schema) => schema.add({ plan: { type: String, default: 'free' } }),
 * });
 * ```
 *
 * @throws {TypeError} when an option is wrong or unknown, when the connection has a model of that
 * name, or when `extend` changes `_id` or requires a field that no sign-up sets.
 */
// biome-ignore lint/complexity/noBannedTypes: nothing is added unless the host says so
export function userModel<Extra = {}>(
  connection: Connection,
  options: UserModelOptions = {},
): Model<User & NoInfer<Extra>> {
  const { name, collection } = parseUserModelOptions(connection, options);
  const schema = userSchema(connection, collection);
  const { extend } = options;
  if (extend !== undefined) {
    extend(schema);
    assertNoRequiredFields(schema);
    assertObjectId(schema);
  }
  const model = connection.model<User & Extra>(name, schema as unknown as Schema<User & Extra>);
  return brandUserModel(model);
}

function userSchema(connection: Connection, collection: string): Schema<User> {
  const schema: Schema<User> = new connection.base.Schema<User>(
    {
      connection: { type: String, required: true, immutable: true },
      email: { type: String, required: true },
      email_verified: { type: Boolean, required: true },
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
  for (const field of ['email', 'username'] as const) {
    schema.index(
      { connection: 1, [field]: 1 },
      { unique: true, partialFilterExpression: { [field]: { $exists: true } } },
    );
  }
  return schema;
}

const SET_BY_SIGNUP = new Set([
  'connection',
  'email',
  'email_verified',
  'username',
  'password_hash',
]);

/** A required field that no sign-up sets would make every sign-up fail. */
function assertNoRequiredFields(schema: Schema<User>): void {
  const field = schema.requiredPaths().find((path) => {
    const { originalRequiredValue, defaultValue } = schema.path(path) as unknown as RequiredType;
    return (
      !SET_BY_SIGNUP.has(path) &&
      !path.endsWith('.$*') &&
      typeof originalRequiredValue !== 'function' &&
      (defaultValue ?? undefined) === undefined
    );
  });
  if (field !== undefined) {
    throw new TypeError(
      `express-dbconnections: extend requires ${field}, which no sign-up fills in; give it a default, ` +
        'or write required as a function if a hook fills it in',
    );
  }
}

/** The response has the `_id` as 24 hex digits. */
function assertObjectId(schema: Schema<User>): void {
  const { instance } = schema.path('_id');
  if (instance !== 'ObjectId') {
    throw new TypeError(
      `express-dbconnections: extend makes _id a ${instance}; leave it an ObjectId`,
    );
  }
}

/** What Mongoose's types lack of a required path. */
interface RequiredType {
  /** A function if it depends on the document. */
  readonly originalRequiredValue?: unknown;
  readonly defaultValue?: unknown;
}
