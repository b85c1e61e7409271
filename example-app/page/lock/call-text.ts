import { clientDomain } from '../client-domain.js';
import { jsLiteral } from '../js-literal.js';
import { lockOptions } from './lock-options.js';

/** What the page does, as one would write it. */
export function callText(clientID: string, connection: string): string {
  const [id, domain] = [clientID, clientDomain].map((text) => JSON.stringify(text));
  return `new Auth0Lock(${id}, ${domain}, ${jsLiteral(lockOptions(connection))}).show();`;
}
