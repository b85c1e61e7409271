import type { Connection, Model, Schema } from 'mongoose';
import { brandUserModel, parseUserModelOptions } from '../options/user-model-options';
import { assertUsableSchema } from './assert-usable-schema';
import { compileModel } from './compile-model';
import type { User } from './user';
import { userSchema } from './user-schema';

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
 * name, or when `extend` or a plugin removes or changes one of the package's own fields or unique
 * indexes, or requires a field that no sign-up sets.
 */
// biome-ignore lint/complexity/noBannedTypes: nothing is added unless the host says so
export function userModel<Extra = {}>(
  connection: Connection,
  options: UserModelOptions = {},
): Model<User & NoInfer<Extra>> {
  const { name, collection } = parseUserModelOptions(connection, options);
  const schema = userSchema(connection, collection);
  options.extend?.(schema);
  const model = compileModel(connection, name, schema, (planned) =>
    assertUsableSchema(planned, userSchema(connection, collection)),
  );
  return brandUserModel(model as unknown as Model<User & Extra>);
}
