import { element } from './dom.js';
import { onSubmit } from './one-at-a-time.js';
import { showOutcome } from './outcome.js';
import { networkProblem } from './problem.js';
import { clearProblem, showProblem } from './problem-view.js';
import { readEncoding, readSignup } from './read-form.js';
import { readProblem } from './read-problem.js';
import { isRecord } from './record.js';
import { showLastRequest } from './request-tools.js';
import { type Exchange, prepare, send } from './send.js';
import { refreshUsers } from './users-view.js';
import { showAnswer, showWaiting } from './wire-view.js';

/** Wires the form to the server. */
export function startSubmit(form: HTMLFormElement): void {
  onSubmit(form, signUp);
}

async function signUp(): Promise<void> {
  const request = prepare(readSignup(), readEncoding());
  clearProblem();
  showOutcome('Sending …');
  showLastRequest(request);
  showWaiting();
  const exchange = await send(request);
  showAnswer(exchange);
  showResult(exchange);
}

function showResult({ answer }: Exchange): void {
  if (answer === undefined || answer.status >= 400) {
    showOutcome();
    showProblem(answer === undefined ? networkProblem : readProblem(answer));
    return;
  }
  const { _id, email } = isRecord(answer.body) ? answer.body : {};
  showOutcome('Signed up ', element('strong', {}, String(email)));
  refreshUsers(String(_id));
}
