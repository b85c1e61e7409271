import { showOutcome } from '../actions.js';
import { CLIENT_DOMAIN, clientError, jsLiteral } from '../client.js';
import { showCall, showClientResult, showNoCall, showNoResult } from '../client-view.js';
import { connectionHint, startConnectionSelect } from '../connection-select.js';
import { element, find } from '../dom.js';
import { isRecord } from '../json.js';
import { type Connection, fetchTenant } from '../tenant.js';
import { refreshUsers, startUsers } from '../users-view.js';
import { Auth0Lock } from './auth0-lock.js';
import { lockOptions } from './lock-options.js';

let shown: Auth0Lock | undefined;

/** The form is Lock's own; the page shows Lock's options and events beside it. */
async function start(): Promise<void> {
  showNoCall('Reading the tenant …');
  await Promise.all([startTenant(), startUsers()]);
}

async function startTenant(): Promise<void> {
  const { client_id, connections } = await fetchTenant();
  let chosen: Connection | undefined;
  const restart = () => {
    if (chosen !== undefined) {
      showLock(client_id, chosen);
    }
  };
  find('restart', HTMLButtonElement).addEventListener('click', restart);
  startConnectionSelect(connections, (connection) => {
    chosen = connection;
    restart();
  });
}

/** Replaces the last Lock: after a sign-up, Lock never shows its form again. */
function showLock(clientID: string, connection: Connection): void {
  find('connection-note', HTMLParagraphElement).textContent = connectionHint(connection);
  showCall(callText(clientID, connection.name));
  showNoResult("Lock's events show here.");
  showOutcome('Signs up as client ', element('code', {}, clientID));

  shown?.destroy();
  shown = new Auth0Lock(clientID, CLIENT_DOMAIN, lockOptions(connection.name));
  shown.on('signup success', showSuccess);
  shown.on('signup error', (error) => showFailure('signup error', error));
  shown.on('unrecoverable_error', (error) => showFailure('unrecoverable_error', error));
  shown.show();
}

/** The call as a program would contain it. */
function callText(clientID: string, connection: string): string {
  const [id, domain] = [clientID, CLIENT_DOMAIN].map((text) => JSON.stringify(text));
  return `new Auth0Lock(${id}, ${domain}, ${jsLiteral(lockOptions(connection))}).show();`;
}

function showSuccess(data: unknown): void {
  showClientResult({ state: 'taken', way: 'signup success', value: data });
  const { Id, email } = isRecord(data) ? data : {};
  showOutcome('Signed up ', element('strong', {}, String(email)));
  refreshUsers(String(Id));
}

function showFailure(event: 'signup error' | 'unrecoverable_error', error: unknown): void {
  const value = clientError(error);
  showClientResult({ state: 'refused', way: event, value });
  showOutcome('Refused: ', element('code', {}, String(value.code ?? value.message)));
}

start().catch(() => {
  showOutcome('The page could not read the tenant. Is the example app still running?');
});
