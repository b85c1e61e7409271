import { startConnections } from './connection-field.js';
import { element, find } from './dom.js';
import { fillInExample } from './example.js';
import { isFieldName } from './field-names.js';
import { clearFieldError } from './field-notes.js';
import { startMetadata } from './metadata-rows.js';
import { showOutcome } from './outcome.js';
import { startPassword } from './password-field.js';
import { startRequestTools } from './request-tools.js';
import { startSubmit } from './submit.js';
import { fetchTenant } from './tenant.js';
import { startUsers } from './users-view.js';
import { showNothingSent } from './wire-view.js';

const form = find('signup', HTMLFormElement);

/** Everything that works without the server first, so that a slow one holds nothing up. */
async function start(): Promise<void> {
  showNothingSent();
  startPassword();
  startMetadata(() => clearFieldError('user_metadata'));
  startRequestTools();
  startSubmit(form);
  form.addEventListener('input', ({ target }) => clearErrorOf(target));
  find('example', HTMLButtonElement).addEventListener('click', fillInExample);
  await Promise.all([startTenant(), startUsers()]);
}

async function startTenant(): Promise<void> {
  const { client_id, connections } = await fetchTenant();
  const input = form.querySelector<HTMLInputElement>('input[name="client_id"]');
  if (input !== null) input.value = client_id;
  startConnections(connections);
  showOutcome('Signs up as client ', element('code', {}, client_id));
}

function clearErrorOf(target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return;
  const name = target.name.startsWith('user_metadata') ? 'user_metadata' : target.name;
  if (isFieldName(name)) clearFieldError(name);
}

start().catch(() => {
  showOutcome('The page could not read the tenant. Is the example app still running?');
});
