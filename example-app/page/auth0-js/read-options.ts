import { readSignup } from '../read-form.js';
import type { SignupOptions } from './web-auth.js';

/** A sign-up in auth0.js's terms: the client goes to the constructor, the rest to `signup()`. */
export interface Auth0JsSignup {
  readonly clientID: string;
  readonly options: SignupOptions;
}

/** The form's fields; those that are empty are left out, as on the plain page. */
export function readOptions(): Auth0JsSignup {
  const { fields, metadata } = readSignup();
  const { client_id = '', ...options } = Object.fromEntries(fields);
  if (metadata.length === 0) return { clientID: client_id, options };
  return {
    clientID: client_id,
    options: { ...options, user_metadata: Object.fromEntries(metadata) },
  };
}
