import type { Connection, Model, Schema } from 'mongoose';
import { addLastHookBeforeInsert } from './insert-hooks';
import type { User } from './user';

/**
 * Compiles the model. The plugins of the connection and of Mongoose are applied by compiling, and
 * their hooks run after those that the schema had before. So the model is compiled, the schema
 * checked and our last hook added, and the model compiled again: plugins are applied once.
 */
export function compileModel(
  connection: Connection,
  name: string,
  schema: Schema<User>,
  assertUsable: (schema: Schema<User>) => void,
): Model<User> {
  const { schema: planned } = compileOnTrial(connection, name, schema);
  assertUsable(planned);
  addLastHookBeforeInsert(planned);
  return connection.model<User>(name, planned);
}

/** `deleteModel()` removes the collection too, which models of the host may share. */
function compileOnTrial(connection: Connection, name: string, schema: Schema<User>): Model<User> {
  const model = connection.model<User>(name, schema);
  const { collection } = model;
  connection.deleteModel(name);
  connection.collections[collection.name] = collection;
  return model;
}
