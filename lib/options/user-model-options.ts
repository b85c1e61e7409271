import v = require('valibot');

import { strictObject } from './object-schemas';
import { parseOptions } from './parse-options';
import { check, func, nonEmptyString } from './schemas';

// Registered, so that a router recognises the models of another copy of this package.
const BRAND = Symbol.for('express-dbconnections.userModel');

/** Marks a model as made by `userModel()`, for the option `users`. */
export function brandUserModel<UserModel extends object>(model: UserModel): UserModel {
  return Object.defineProperty(model, BRAND, { value: true });
}

/** The option `users`. The model is used as it is. */
export const userModelSchema = v.custom<object>(
  (model) => typeof model === 'function' && BRAND in model,
  'write the model that userModel(mongoose.connection) returns',
);

const DEFAULT_NAME = 'DatabaseUser';
const DEFAULT_COLLECTION = 'database_users';

interface MongooseConnection {
  readonly base: object;
  readonly models: object;
}

const connectionSchema = v.custom<MongooseConnection>(
  (connection) =>
    typeof (connection as { base?: { Schema?: unknown } } | null)?.base?.Schema === 'function',
  'write a Mongoose connection',
);

// Mongoose looks models and collections up in plain objects, which inherit some names.
const ownName = v.pipe(
  nonEmptyString(),
  v.check((name) => !(name in Object.prototype), 'every JavaScript object has it; write another'),
);

const optionsSchema = strictObject({
  name: v.optional(ownName, DEFAULT_NAME),
  collection: v.optional(ownName, DEFAULT_COLLECTION),
  extend: v.optional(func('write a function that takes the schema')),
});

/** Parses the arguments of `userModel()`. */
export function parseUserModelOptions(connection: unknown, options: unknown) {
  const { models } = parseOptions('userModel connection', connectionSchema, connection);
  const freeName = v.pipe(
    optionsSchema,
    check(({ name }) =>
      Object.hasOwn(models, name)
        ? {
            path: ['name'],
            value: name,
            advice:
              'the connection already has a model with this name; reuse connection.models[name], remove it with connection.deleteModel(name) before a reload, or write another name',
          }
        : undefined,
    ),
  );
  return parseOptions('userModel options', freeName, options);
}
