import type { SignupApp } from './use-signup-apps';

/** A user as it lies in the collection, its `_id` as hex digits. */
export type StoredUser = Readonly<Record<string, unknown>> & {
  readonly _id: string;
  readonly password_hash: string;
};

/** Everything that is stored, past Mongoose and its schema, oldest first. */
export async function storedUsers({ users }: Pick<SignupApp, 'users'>): Promise<StoredUser[]> {
  const documents = await users.collection.find({}).sort({ _id: 1 }).toArray();
  return documents.map((document) => ({
    ...(document as unknown as StoredUser),
    _id: String(document._id),
  }));
}
