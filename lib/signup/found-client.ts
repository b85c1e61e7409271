import { InvalidRequestError, OriginNotAllowedError, SignupRefusedError } from '../errors';
import type { KnownClient } from '../tenant/client-directory';

/** The client that was found; refuses a request for which there is none. */
export function foundClient(
  client: KnownClient | undefined,
  client_id: string | undefined,
): KnownClient {
  if (client !== undefined) {
    return client;
  }
  if (client_id === undefined) {
    throw new InvalidRequestError([{ path: 'client_id', message: 'client_id is required' }]);
  }
  throw new SignupRefusedError('client_not_found', 'client not found');
}

/**
 * Refuses pages that the client does not know. Withholding CORS headers would not: a form post
 * needs none to create a user.
 */
export function refuseForeignOrigin(client: KnownClient, origin: string | undefined): void {
  if (origin !== undefined && !client.allowsOrigin(origin)) {
    throw new OriginNotAllowedError(origin);
  }
}
