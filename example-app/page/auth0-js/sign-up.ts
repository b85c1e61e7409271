import { showCall } from '../call-view.js';
import { showClientAtWork } from '../handed-over-view.js';
import { callText } from './call-text.js';
import { readOptions } from './read-options.js';
import { clearResult, showResult } from './result-view.js';
import { signupWithAuth0Js } from './web-auth.js';

/** One sign-up with what the form holds. */
export async function signUp(): Promise<void> {
  const signup = readOptions();
  clearResult();
  showCall(callText(signup));
  showClientAtWork();
  showResult(await signupWithAuth0Js(signup.clientID, signup.options));
}
