import type { RequestHandler } from 'express';
import type { User } from 'express-dbconnections';
import type { Model } from 'mongoose';

/** As many as a person reads; a trial's database rarely holds more. */
const atMost = 100;

/** Named one by one, so that a field that a host adds (or the hash) never shows by accident. */
const publicFields = [
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
 * Newest first: an ObjectId begins with its time, and `_id` always has an index.
 * A real application would ask who wants to know; this one listens on the loopback address only.
 */
export function listUsers(users: Model<User>): RequestHandler {
  return async function listUsers(_req, res) {
    const newest = await users.find({}, publicFields).sort({ _id: -1 }).limit(atMost).lean();
    res.set('Cache-Control', 'no-store').json(newest);
  };
}
