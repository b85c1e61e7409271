import { isSignupError, TemporarilyUnavailableError } from '../errors';

// Auth0's limit for names of connections; nothing longer is worth a look-up.
const LONGEST_NAME = 128;

/** Whether a client or a connection can have this name at all. */
export function isPossibleName(name: string): boolean {
  return name.length <= LONGEST_NAME;
}

/** Asks a directory of the host's; one that fails is a store that is down. */
export async function callResolver<Found>(question: () => Found | Promise<Found>): Promise<Found> {
  try {
    return await question();
  } catch (error) {
    throw isSignupError(error) ? error : new TemporarilyUnavailableError({ cause: error });
  }
}
