import { showNoCall } from '../call-view.js';
import { startConnections } from '../connection-field.js';
import { element, find } from '../dom.js';
import { fillInExample } from '../example.js';
import { showNothingHandedOver } from '../handed-over-view.js';
import { startMetadata } from '../metadata-rows.js';
import { onSubmit } from '../one-at-a-time.js';
import { showOutcome } from '../outcome.js';
import { startPassword } from '../password-field.js';
import { fetchTenant } from '../tenant.js';
import { startUsers } from '../users-view.js';
import { signUp } from './sign-up.js';

const form = find('signup', HTMLFormElement);

/** The plain page's form; it is auth0.js that sends it. */
async function start(): Promise<void> {
  showNoCall('Nothing called yet. The call shows here as the page makes it.');
  showNothingHandedOver('What the callback gets shows here.');
  startPassword();
  startMetadata(() => undefined);
  onSubmit(form, signUp);
  find('example', HTMLButtonElement).addEventListener('click', fillInExample);
  await Promise.all([startTenant(), startUsers()]);
}

async function startTenant(): Promise<void> {
  const { client_id, connections } = await fetchTenant();
  find('client_id', HTMLInputElement).value = client_id;
  startConnections(connections);
  showOutcome('Signs up as client ', element('code', {}, client_id));
}

start().catch(() => {
  showOutcome('The page could not read the tenant. Is the example app still running?');
});
