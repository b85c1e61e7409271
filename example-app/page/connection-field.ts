import { connectionHint, startConnectionSelect } from './connection-select.js';
import { find } from './dom.js';
import { setHint } from './field-notes.js';
import { showRules } from './password-field.js';
import type { Connection } from './tenant.js';

const username = find('username-field', HTMLDivElement);

/** The chosen connection decides whether there is a username, and which password rules are shown. */
export function startConnections(connections: readonly Connection[]): void {
  startConnectionSelect(connections, (connection) => {
    username.hidden = !connection.requires_username;
    showRules(connection.passwordPolicy);
    setHint('connection', connectionHint(connection));
  });
}

/** Whether the chosen connection asks for a username; the field is visible exactly then. */
export function asksForUsername(): boolean {
  return !username.hidden;
}
