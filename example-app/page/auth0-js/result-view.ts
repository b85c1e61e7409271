import { showOutcome } from '../actions.js';
import { type ClientError, clientError, readableError } from '../client.js';
import { showClientResult } from '../client-view.js';
import { element, find } from '../dom.js';
import { isRecord } from '../json.js';
import { refreshUsers } from '../users-view.js';
import type { SignupResult } from './web-auth.js';

const problem = find('problem', HTMLDivElement);

/** Before each call. */
export function clearResult(): void {
  problem.replaceChildren();
  showOutcome('Sending …');
}

/** What the application gets, and beside the button the text that it would show to a person. */
export function showResult(result: SignupResult): void {
  showOutcome();
  if ('data' in result) {
    showData(result.data);
  } else if ('error' in result) {
    showError(clientError(result.error));
  } else {
    showThrown(result.thrown);
  }
}

function showData(data: unknown): void {
  showClientResult({ state: 'taken', way: 'callback(null, data)', value: data });
  const { Id, email } = isRecord(data) ? data : {};
  showOutcome('Signed up ', element('strong', {}, String(email)));
  refreshUsers(String(Id));
}

function showError(error: ClientError): void {
  const missing = 'message' in error ? {} : { missing: 'err.message is undefined.' };
  showClientResult({ state: 'refused', way: 'callback(err)', value: error, ...missing });
  showProblem(readableError(error), String(error.code));
}

function showThrown(thrown: unknown): void {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  showClientResult({
    state: 'refused',
    way: 'signup() throws',
    value: { name, message },
    missing: 'Nothing was sent, and the callback is not called.',
  });
  showProblem(message, name);
}

function showProblem(text: string, code: string): void {
  problem.replaceChildren(
    element('p', { class: 'client-words' }, element('strong', {}, text)),
    element('code', {}, code),
  );
}
