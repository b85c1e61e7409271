import v = require('valibot');

import { isPlainObject } from '../fields/plain-object';
import { AUTH0_CONNECTION_KEYS } from './auth0-keys';
import type { ResolverOptions } from './client';
import { type ConnectionOptions, connectionOptionsSchema } from './connection-options';
import { auth0Object } from './object-schemas';
import { parseDocument } from './parse-options';
import { arrayOf, type Maybe, nonEmptyString, objectWith, uniqueArray } from './schemas';

/** An Auth0 connection as the Management API describes it; only `strategy: 'auth0'` signs up. */
export interface DatabaseConnection {
  readonly name: string;
  readonly strategy: string;
  /** Client IDs that may use the connection. Absent or empty: none. */
  readonly enabled_clients?: Maybe<readonly string[]>;
  readonly options?: Maybe<ConnectionOptions>;
  readonly [key: string]: unknown;
}

/**
 * Looks connections up for each request. An error that it throws becomes a 503; a
 * `TemporarilyUnavailableError` is passed on unchanged.
 *
 * The connections are plain objects (of a Mongoose query, `lean()` returns them) and must not be
 * changed afterwards: the rules of an object that is returned again are not built again.
 */
export interface ConnectionResolver {
  /** Returns the connection with this name, or `undefined` or `null` if there is none. */
  find(
    name: string,
    options: ResolverOptions,
  ): DatabaseConnection | null | undefined | Promise<DatabaseConnection | null | undefined>;
}

const DATABASE = 'auth0';
const ADVICE =
  "write an Auth0 connection as a plain object, such as { name: 'Users', strategy: 'auth0' }; " +
  "Mongoose's lean() returns plain objects";
const NAME_AND_STRATEGY = {
  name: nonEmptyString(),
  strategy: nonEmptyString("write 'auth0' for a database"),
};

const databaseSchema = auth0Object(
  {
    ...NAME_AND_STRATEGY,
    enabled_clients: v.nullish(arrayOf(nonEmptyString(), 'write an array of client IDs'), []),
    options: v.nullish(connectionOptionsSchema, {}),
  },
  { documented: AUTH0_CONNECTION_KEYS, advice: ADVICE },
);

const otherSchema = auth0Object(NAME_AND_STRATEGY, {
  documented: AUTH0_CONNECTION_KEYS,
  advice: ADVICE,
});

/** A database connection with its defaults. */
export type DatabaseSettings = v.InferOutput<typeof databaseSchema>;

/** A connection with its defaults; of one that is no database, nothing but name and strategy. */
export type ConnectionSettings = DatabaseSettings | v.InferOutput<typeof otherSchema>;

const connectionSchema: v.GenericSchema<unknown, ConnectionSettings> = v.lazy((connection) =>
  isPlainObject(connection) && connection.strategy === DATABASE ? databaseSchema : otherSchema,
);

const connectionResolver = objectWith<ConnectionResolver>(
  ['find'],
  'write an array of connections or { find(name) }',
);

/** An array of connections, whose names differ. */
export const connectionListSchema = uniqueArray(
  connectionSchema,
  'name',
  'write an array of connections',
);

/** The option `connections`. */
export const connectionsSchema: v.GenericSchema<
  unknown,
  readonly ConnectionSettings[] | ConnectionResolver
> = v.lazy((connections) =>
  Array.isArray(connections) ? connectionListSchema : connectionResolver,
);

export function isDatabase(connection: ConnectionSettings): connection is DatabaseSettings {
  return connection.strategy === DATABASE;
}

/** Parses what a {@link ConnectionResolver} has found. */
export function parseFoundConnection(connection: unknown): ConnectionSettings {
  return parseDocument('connections.find()', connectionSchema, connection);
}
