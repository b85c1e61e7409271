import { InvalidRequestError, OriginNotAllowedError, SignupRefusedError } from '../errors';
import type { KnownClient, KnownClients, LookUpOptions } from '../tenant/client-directory';

/** The client that the request comes from. */
export async function findClient(
  clients: KnownClients,
  client_id: string | undefined,
  options: LookUpOptions,
): Promise<KnownClient> {
  const client = await clients.find(client_id, options);
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
