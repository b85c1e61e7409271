import { connectionHint } from './connection-hint.js';
import { element, find } from './dom.js';
import { setHint } from './field-notes.js';
import { showRules } from './rules-view.js';
import type { Connection } from './tenant.js';

const select = find('connection', HTMLSelectElement);
const username = find('username-field', HTMLDivElement);
const password = find('password', HTMLInputElement);

/** Fills the list, and lets the chosen connection decide which field and which rules are shown. */
export function startConnections(connections: readonly Connection[]): void {
  const options = connections.map(({ name }) => element('option', { value: name }, name));
  select.replaceChildren(...options);
  const apply = () => {
    const chosen = connections.find(({ name }) => name === select.value);
    if (chosen !== undefined) show(chosen);
  };
  select.addEventListener('change', apply);
  apply();
}

/** Whether the chosen connection asks for a username; the field is shown exactly then. */
export function asksForUsername(): boolean {
  return !username.hidden;
}

function show(connection: Connection): void {
  username.hidden = !connection.requires_username;
  showRules(connection.passwordPolicy, password.value);
  setHint('connection', connectionHint(connection));
}
