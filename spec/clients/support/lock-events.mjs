import { auth0JsError } from './auth0-js-error.mjs';
import { messageFor } from './test-lock.mjs';

/** What Lock 11 and later tell by `signup error`, and show. */
export function toldError(answer) {
  return { ...auth0JsError(answer), message: messageFor(answer) };
}

/** What they refuse by themselves, and show beside the field. */
export const NOT_SENT = {
  'weak password': { field: 'password', hint: 'Password is invalid' },
  'no username': { field: 'username', hint: "Username can't be blank" },
  'no password': { field: 'password', hint: "Password can't be blank" },
};
