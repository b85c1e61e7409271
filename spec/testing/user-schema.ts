import type { Connection, Model } from 'mongoose';

interface User {
  connection: string;
  email: string;
  username?: string;
}

/** The two unique indexes that the package's own user model has. */
export function userModel(connection: Connection): Model<User> {
  const schema = new connection.base.Schema<User>({
    connection: { type: String, required: true },
    email: { type: String, required: true },
    username: String,
  });
  for (const field of ['email', 'username']) {
    schema.index(
      { connection: 1, [field]: 1 },
      { unique: true, partialFilterExpression: { [field]: { $exists: true } } },
    );
  }
  return connection.model<User>('User', schema, 'users');
}
