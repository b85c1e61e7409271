import { type ClientError, clientError, readableError } from '../client-error.js';
import { element, find } from '../dom.js';
import { showHandedOver } from '../handed-over-view.js';
import { showOutcome } from '../outcome.js';
import { isRecord } from '../record.js';
import { refreshUsers } from '../users-view.js';
import type { SignupResult } from './web-auth.js';

const problem = find('problem', HTMLDivElement);

/** Before each call. */
export function clearResult(): void {
  problem.replaceChildren();
  showOutcome('Sending …');
}

/** All that the application gets beside the wire, and beside the button what it would tell a person. */
export function showResult(result: SignupResult): void {
  showOutcome();
  if ('data' in result) showData(result.data);
  else if ('error' in result) showError(clientError(result.error));
  else showThrown(result.thrown);
}

function showData(data: unknown): void {
  showHandedOver({ state: 'taken', way: 'callback(null, data)', value: data });
  const { Id, email } = isRecord(data) ? data : {};
  showOutcome('Signed up ', element('strong', {}, String(email)));
  refreshUsers(String(Id));
}

function showError(error: ClientError): void {
  const remark = 'message' in error ? undefined : 'err.message is undefined.';
  showHandedOver({
    state: 'refused',
    way: 'callback(err)',
    value: error,
    ...(remark !== undefined && { remark }),
  });
  showProblem(readableError(error), String(error.code));
}

function showThrown(thrown: unknown): void {
  const { name, message } = thrown instanceof Error ? thrown : new Error(String(thrown));
  showHandedOver({
    state: 'refused',
    way: 'signup() throws',
    value: { name, message },
    remark: 'Nothing was sent, and the callback is not called.',
  });
  showProblem(message, name);
}

function showProblem(words: string, code: string): void {
  problem.replaceChildren(
    element('p', { class: 'client-words' }, element('strong', {}, words)),
    element('code', {}, code),
  );
}
