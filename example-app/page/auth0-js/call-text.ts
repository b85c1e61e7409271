import { clientDomain } from '../client-domain.js';
import { jsLiteral } from '../js-literal.js';
import type { Auth0JsSignup } from './read-options.js';

/** The call as one would write it, for reading over one's shoulder: without the password. */
export function callText({ clientID, options }: Auth0JsSignup): string {
  const shown = 'password' in options ? { ...options, password: '••••••••' } : options;
  return [
    `new auth0.WebAuth(${jsLiteral({ domain: clientDomain, clientID })})`,
    `.signup(${jsLiteral(shown)}, callback)`,
  ].join('');
}
