import { onSubmit, showOutcome } from './actions.js';
import { startConnections } from './connection-field.js';
import { element, find } from './dom.js';
import { clearFieldError } from './field-notes.js';
import { readEncoding, readSignup, startExample } from './form.js';
import { isRecord } from './json.js';
import { startMetadata } from './metadata-rows.js';
import { startPassword } from './password-field.js';
import { isFieldName, NETWORK_PROBLEM } from './problem.js';
import { clearProblem, showProblem } from './problem-view.js';
import { readProblem } from './read-problem.js';
import { showLastRequest, startRequestTools } from './request-tools.js';
import { type Exchange, prepare, send } from './signup-request.js';
import { fetchTenant } from './tenant.js';
import { refreshUsers, startUsers } from './users-view.js';
import { showNothingSent, showResponse, showWaiting } from './wire-view.js';

const form = find('signup', HTMLFormElement);

/** Starts what works without the server first, so that a slow server delays nothing. */
async function start(): Promise<void> {
  showNothingSent();
  startPassword();
  startMetadata(() => clearFieldError('user_metadata'));
  startRequestTools();
  startExample();
  onSubmit(form, signUp);
  form.addEventListener('input', ({ target }) => clearErrorOf(target));
  await Promise.all([startTenant(), startUsers()]);
}

async function startTenant(): Promise<void> {
  const { client_id, connections } = await fetchTenant();
  const input = form.querySelector<HTMLInputElement>('input[name="client_id"]');
  if (input !== null) {
    input.value = client_id;
  }
  startConnections(connections);
  showOutcome('Signs up as client ', element('code', {}, client_id));
}

async function signUp(): Promise<void> {
  const request = prepare(readSignup(), readEncoding());
  clearProblem();
  showOutcome('Sending …');
  showLastRequest(request);
  showWaiting();
  const exchange = await send(request);
  showResponse(exchange);
  showResult(exchange);
}

function showResult({ response }: Exchange): void {
  if (response === undefined || response.status >= 400) {
    showOutcome();
    showProblem(response === undefined ? NETWORK_PROBLEM : readProblem(response));
    return;
  }
  const { _id, email } = isRecord(response.body) ? response.body : {};
  showOutcome('Signed up ', element('strong', {}, String(email)));
  refreshUsers(String(_id));
}

function clearErrorOf(target: EventTarget | null): void {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) {
    return;
  }
  const name = target.name.startsWith('user_metadata') ? 'user_metadata' : target.name;
  if (isFieldName(name)) {
    clearFieldError(name);
  }
}

start().catch(() => {
  showOutcome('The page could not read the tenant. Is the example app still running?');
});
