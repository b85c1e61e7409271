import { element, find } from './dom.js';
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

const button = find('send', HTMLButtonElement);

/** One request at a time. The button keeps the focus meanwhile, so it is never disabled outright. */
export function startSubmit(form: HTMLFormElement): void {
  let busy = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    button.setAttribute('aria-disabled', 'true');
    await signUp();
    button.removeAttribute('aria-disabled');
    busy = false;
  });
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
