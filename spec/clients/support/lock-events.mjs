import { auth0JsError } from './auth0-js-error.mjs';
import { messageFor } from './test-lock.mjs';

/** The `signup error` event of Lock 11 and later, and the message on the screen. */
export function signupErrorEvent(response) {
  return { ...auth0JsError(response), message: messageFor(response) };
}

/** What they reject themselves, with a hint beside the field. */
export const NOT_SENT = {
  'weak password': { field: 'password', hint: 'Password is invalid' },
  'no username': { field: 'username', hint: "Username can't be blank" },
  'no password': { field: 'password', hint: "Password can't be blank" },
};
