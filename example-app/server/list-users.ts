import type { RequestHandler } from 'express';
import type { User } from 'express-dbconnections';
import type { Model } from 'mongoose';

/** A trial's database rarely holds more. */
const MAX_USERS = 100;

/** A list of what is shown, so that neither the hash nor a field that a host adds is shown by accident. */
const PUBLIC_FIELDS = [
  '_id',
  'connection',
  'email',
  'email_verified',
  'username',
  'given_name',
  'family_name',
  'name',
  'nickname',
  'picture',
  'user_metadata',
  'created_at',
].join(' ');

/**
 * Newest first: an ObjectId begins with its time, and `_id` always has an index. A real application
 * would require a log-in; this one listens on the loopback address only.
 */
export function listUsers(users: Model<User>): RequestHandler {
  return async function listUsers(_req, res) {
    const newest = await users.find({}, PUBLIC_FIELDS).sort({ _id: -1 }).limit(MAX_USERS).lean();
    res.set('Cache-Control', 'no-store').json(newest);
  };
}
