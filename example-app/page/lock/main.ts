import { showCall, showNoCall } from '../call-view.js';
import { element } from '../dom.js';
import { showNothingHandedOver } from '../handed-over-view.js';
import { showOutcome } from '../outcome.js';
import { fetchTenant } from '../tenant.js';
import { startUsers } from '../users-view.js';
import { callText } from './call-text.js';
import { startConnectionSelect } from './connection-select.js';
import { showLock } from './show-lock.js';

/** The form is Lock's own; around it the page shows what Lock is told, and what it tells. */
async function start(): Promise<void> {
  showNoCall('Reading the tenant …');
  await Promise.all([startTenant(), startUsers()]);
}

async function startTenant(): Promise<void> {
  const { client_id, connections } = await fetchTenant();
  startConnectionSelect(connections, (connection) => {
    showCall(callText(client_id, connection));
    showNothingHandedOver('What Lock tells the application shows here.');
    showOutcome('Signs up as client ', element('code', {}, client_id));
    showLock(client_id, connection);
  });
}

start().catch(() => {
  showOutcome('The page could not read the tenant. Is the example app still running?');
});
