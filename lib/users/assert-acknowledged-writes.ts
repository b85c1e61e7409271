import type { Model } from 'mongoose';
import type { User } from './user';

/**
 * With the write concern `w: 0` the server does not acknowledge inserts: a sign-up could not know
 * whether its user is stored, or the address taken.
 *
 * @throws {Error} if the model writes like that.
 */
export function assertAcknowledgedWrites(model: Model<User>): void {
  const { w } = model.schema.get('writeConcern') ?? model.db.getClient().options.writeConcern ?? {};
  if (w === 0) {
    throw new Error(
      'express-dbconnections: with the write concern w: 0 the server does not acknowledge inserts, ' +
        "and sign-ups cannot know whether a user is stored; set w: 'majority' or w: 1",
    );
  }
}
