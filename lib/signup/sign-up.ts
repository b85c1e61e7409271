import { InvalidSignupError, isSignupError } from '../errors';
import type { SignupRequest } from '../fields/profile';
import type { PasswordHasher } from '../password/password-hasher';
import type { Clients } from '../tenant/clients';
import type { Connections } from '../tenant/connections';
import type { NewUser } from '../users/insert-user';
import type { User } from '../users/user';
import { assertOriginAllowed, requireClient, requireConnection } from './authorize';
import type { Cancellation } from './cancellation';

/** Where users go. */
export interface UserStore {
  /** Throws unless the store can tell equal sign-ups apart. */
  gate(): Promise<void>;
  insert(user: NewUser): Promise<User['_id']>;
}

/** What a sign-up works with: the tenant, the hasher and the store. */
export interface SignupContext {
  readonly clients: Clients;
  readonly connections: Connections;
  /** Whether the answer may tell that an address or a username is taken. */
  readonly tellsUserExists: boolean;
  readonly hasher: PasswordHasher;
  readonly users: UserStore;
}

/** What comes with a request besides its fields. */
export interface SignupOptions {
  /** The `Origin` header. */
  readonly origin: string | undefined;
  /** When the request's time is over or its sender has gone: nothing is stored after that. */
  readonly cancellation: Cancellation;
}

/** A user as the answer shows it. */
export type SignedUpUser = Omit<NewUser, 'connection' | 'password_hash'> & {
  readonly _id: User['_id'];
};

/**
 * The story of a sign-up. Everything cheap comes before the hash, and nobody looks whether the
 * address is free: the insert tells, in the same time for everyone.
 */
export async function signUp(
  context: SignupContext,
  request: SignupRequest,
  { origin, cancellation }: SignupOptions,
): Promise<SignedUpUser> {
  const client = requireClient(
    await context.clients.find(request.client_id, cancellation),
    request.client_id,
  );
  assertOriginAllowed(client, origin);
  const connection = requireConnection(
    await context.connections.find(request.connection, cancellation),
    client,
  );

  const username = await connection.checkUsername(request.username);
  const { email, given_name, family_name, name, nickname, picture, user_metadata } = request;
  const profile = {
    email,
    username,
    given_name,
    family_name,
    name,
    nickname,
    picture,
    user_metadata,
  };
  connection.checkPassword(request.password, profile);

  await context.users.gate();
  cancellation.throwIfCancelled();
  const { signal } = cancellation;
  const password_hash = await context.hasher.hash(request.password, { signal });
  cancellation.throwIfCancelled();
  const user = { ...profile, connection: connection.name, password_hash };
  try {
    return { _id: await context.users.insert(user), ...profile };
  } catch (error) {
    throw context.tellsUserExists ? error : withoutReason(error);
  }
}

function withoutReason(error: unknown): unknown {
  if (isSignupError(error, 'user_exists')) {
    return new InvalidSignupError('email');
  }
  if (isSignupError(error, 'username_exists')) {
    return new InvalidSignupError('username');
  }
  return error;
}
