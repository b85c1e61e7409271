import { InvalidSignupError, isSignupError } from '../errors';
import type { SignupRequest } from '../fields/profile';
import type { PasswordHasher } from '../options/password-hasher';
import type { Clients } from '../tenant/clients';
import type { Connections } from '../tenant/connections';
import type { StoredUser } from '../users/stored-user';
import type { UserStore } from '../users/user-store';
import { assertOriginAllowed, requireClient, requireConnection } from './authorize';

/** What a sign-up works with: the tenant, the hasher and the store. */
export interface SignupContext {
  readonly clients: Clients;
  readonly connections: Connections;
  /** Whether the response may reveal that an address or a username is taken. */
  readonly revealsUserExists: boolean;
  readonly hasher: PasswordHasher;
  readonly users: Pick<UserStore, 'assertAvailable' | 'insert'>;
}

/** What comes with a request besides its fields. */
export interface SignupOptions {
  /** The `Origin` header. */
  readonly origin: string | undefined;
  /** Aborted when the time is up or the client has disconnected: no insert begins after that. */
  readonly signal: AbortSignal;
}

/** A user as the response shows it. */
export interface SignedUpUser extends StoredUser {}

/**
 * The sign-up itself. All cheap checks come before the hash. There is no look-up whether the address
 * is free: the insert decides, and takes the same time for a free and a taken address.
 */
export async function signUp(
  context: SignupContext,
  request: SignupRequest,
  { origin, signal }: SignupOptions,
): Promise<SignedUpUser> {
  const { client_id, connection: name, password, ...fields } = request;
  const client = requireClient(await context.clients.find(client_id, { signal }), client_id);
  assertOriginAllowed(client, origin);
  const connection = requireConnection(await context.connections.find(name, { signal }), client);

  const username = await connection.checkUsername(request.username);
  const profile = { ...fields, username };
  connection.checkPassword(password, profile);

  await context.users.assertAvailable();
  signal.throwIfAborted();
  const password_hash = await hashOf(context.hasher, password, signal);
  const user = { ...profile, connection: connection.name, password_hash };
  try {
    return await context.users.insert(user, { signal });
  } catch (error) {
    throw context.revealsUserExists ? error : withoutReason(error);
  }
}

async function hashOf(
  hasher: PasswordHasher,
  password: string,
  signal: AbortSignal,
): Promise<string> {
  const hash: unknown = await hasher.hash(password, { signal });
  // Mongoose would store the text form of a Buffer or a number, which nothing verifies.
  if (typeof hash !== 'string' || hash === '') {
    throw new TypeError('express-dbconnections: hash() of the hasher must return a string');
  }
  return hash;
}

/** The error of a tenant that does not reveal which users exist. */
function withoutReason(error: unknown): unknown {
  if (isSignupError(error, 'user_exists')) {
    return new InvalidSignupError('email');
  }
  if (isSignupError(error, 'username_exists')) {
    return new InvalidSignupError('username');
  }
  return error;
}
