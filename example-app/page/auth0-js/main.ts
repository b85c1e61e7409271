import { onSubmit, showOutcome } from '../actions.js';
import { CLIENT_DOMAIN, jsLiteral } from '../client.js';
import { showCall, showNoCall, showNoResult, showWaitingForClient } from '../client-view.js';
import { startConnections } from '../connection-field.js';
import { element, find } from '../dom.js';
import { readSignup, startExample } from '../form.js';
import { startMetadata } from '../metadata-rows.js';
import { startPassword } from '../password-field.js';
import { fetchTenant } from '../tenant.js';
import { startUsers } from '../users-view.js';
import { clearResult, showResult } from './result-view.js';
import { type SignupOptions, signupWithAuth0Js } from './web-auth.js';

/** A sign-up in auth0.js's terms: the client is for the constructor, the rest for `signup()`. */
interface Auth0JsSignup {
  readonly clientID: string;
  readonly options: SignupOptions;
}

/** The plain page's form, sent by auth0.js. */
async function start(): Promise<void> {
  showNoCall('Nothing called yet. The call shows here as the page makes it.');
  showNoResult('The arguments of the callback show here.');
  startPassword();
  startMetadata(() => undefined);
  startExample();
  onSubmit(find('signup', HTMLFormElement), signUp);
  await Promise.all([startTenant(), startUsers()]);
}

async function startTenant(): Promise<void> {
  const { client_id, connections } = await fetchTenant();
  find('client_id', HTMLInputElement).value = client_id;
  startConnections(connections);
  showOutcome('Signs up as client ', element('code', {}, client_id));
}

async function signUp(): Promise<void> {
  const signup = readAuth0JsSignup();
  clearResult();
  showCall(callText(signup));
  showWaitingForClient();
  showResult(await signupWithAuth0Js(signup.clientID, signup.options));
}

/** Empty fields are left out, as on the plain page. */
function readAuth0JsSignup(): Auth0JsSignup {
  const { fields, metadata } = readSignup();
  const { client_id = '', ...options } = Object.fromEntries(fields);
  if (metadata.length === 0) {
    return { clientID: client_id, options };
  }
  return {
    clientID: client_id,
    options: { ...options, user_metadata: Object.fromEntries(metadata) },
  };
}

/** The call as a program would contain it, without the password: other people may see the screen. */
function callText({ clientID, options }: Auth0JsSignup): string {
  const shown = 'password' in options ? { ...options, password: '••••••••' } : options;
  return [
    `new auth0.WebAuth(${jsLiteral({ domain: CLIENT_DOMAIN, clientID })})`,
    `.signup(${jsLiteral(shown)}, callback)`,
  ].join('');
}

start().catch(() => {
  showOutcome('The page could not read the tenant. Is the example app still running?');
});
