import { InvalidRequestError, OriginNotAllowedError, SignupRefusedError } from '../errors';
import type { KnownClient, KnownClients, LookUpOptions } from '../tenant/client-directory';
import { askDirectory, isPossibleName } from './ask-directory';

/** The client that the request comes from. */
export async function findClient(
  clients: KnownClients,
  client_id: string | undefined,
  options: LookUpOptions,
): Promise<KnownClient> {
  const client = isPossibleName(client_id)
    ? await askDirectory(() => clients.find(client_id, options))
    : undefined;
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
