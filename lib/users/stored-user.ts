import type { Model } from 'mongoose';
import { type Profile, profileOf } from '../fields/profile';
import type { User } from './user';

/** The documented fields of a user, as they are stored. */
export interface StoredUser extends Profile {
  readonly _id: User['_id'];
  readonly email_verified: boolean;
}

// What Mongoose stores: no getters, virtuals or transforms of the host.
const AS_STORED = { getters: false, virtuals: false, transform: false, flattenMaps: true } as const;

/** Reads what an insert of the document would store. */
export function aboutToBeStored(document: InstanceType<Model<User>>): StoredUser {
  return fieldsOf(document.toObject(AS_STORED) as unknown as StoredUser);
}

/** Looks a user up by its `_id`. */
export async function findStoredUser(
  model: Model<User>,
  _id: User['_id'],
): Promise<StoredUser | undefined> {
  const found = await model.findById(_id).read('primary').lean();
  return found === null ? undefined : fieldsOf(found as unknown as StoredUser);
}

function fieldsOf({ _id, email_verified, ...source }: StoredUser): StoredUser {
  // A hook of the host may have set a field to null.
  const given = Object.entries(source).filter(([, value]) => value !== null);
  return { _id, email_verified, ...profileOf(Object.fromEntries(given) as unknown as Profile) };
}
