import { element, find } from './dom.js';
import type { Connection } from './tenant.js';

/** Fills the list; calls `onChoice` with the first connection, then with each that is chosen. */
export function startConnectionSelect(
  connections: readonly Connection[],
  onChoice: (connection: Connection) => void,
): void {
  const select = find('connection', HTMLSelectElement);
  const options = connections.map(({ name }) => element('option', { value: name }, name));
  select.replaceChildren(...options);
  const choose = () => {
    const chosen = connections.find(({ name }) => name === select.value);
    if (chosen !== undefined) {
      onChoice(chosen);
    }
  };
  select.addEventListener('change', choose);
  choose();
}

/** The properties of a connection, in one line. */
export function connectionHint(connection: Connection): string {
  const extras = [
    connection.requires_username && 'asks for a username',
    connection.password_dictionary && 'refuses common passwords',
    connection.password_no_personal_info && 'refuses personal data in them',
  ];
  const policy = `Password policy: ${connection.passwordPolicy}`;
  return [policy, ...extras.filter((extra) => extra !== false)].join(', ');
}
