import { clientError } from '../client-error.js';
import { element } from '../dom.js';
import { showHandedOver } from '../handed-over-view.js';
import { showOutcome } from '../outcome.js';
import { isRecord } from '../record.js';
import { refreshUsers } from '../users-view.js';

/** The event of a sign-up that went well. */
export function showSuccess(data: unknown): void {
  showHandedOver({ state: 'taken', way: 'signup success', value: data });
  const { Id, email } = isRecord(data) ? data : {};
  showOutcome('Signed up ', element('strong', {}, String(email)));
  refreshUsers(String(Id));
}

/** The event of one that did not, or of a Lock that cannot be used at all. */
export function showFailure(event: 'signup error' | 'unrecoverable_error', error: unknown): void {
  const value = clientError(error);
  showHandedOver({ state: 'refused', way: event, value });
  showOutcome('Refused: ', element('code', {}, String(value.code ?? value.message)));
}
