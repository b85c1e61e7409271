import type { SignupApp } from './use-signup-apps';

/** A document of the collection, with `_id` as hex digits. */
export type StoredUser = Readonly<Record<string, unknown>> & {
  readonly _id: string;
  readonly password_hash: string;
};

/** All stored documents, read without the schema, oldest first. */
export async function storedUsers({ users }: Pick<SignupApp, 'users'>): Promise<StoredUser[]> {
  const documents = await users.collection.find({}).sort({ _id: 1 }).toArray();
  return documents.map((document) => ({
    ...(document as unknown as StoredUser),
    _id: String(document._id),
  }));
}
