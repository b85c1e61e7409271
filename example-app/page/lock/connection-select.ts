import { connectionHint } from '../connection-hint.js';
import { element, find } from '../dom.js';
import type { Connection } from '../tenant.js';

const select = find('connection', HTMLSelectElement);
const note = find('connection-note', HTMLParagraphElement);

/** `chosen` hears of the first connection, of each that is chosen then, and of one chosen anew. */
export function startConnectionSelect(
  connections: readonly Connection[],
  chosen: (connection: string) => void,
): void {
  const options = connections.map(({ name }) => element('option', { value: name }, name));
  select.replaceChildren(...options);
  const apply = () => {
    const connection = connections.find(({ name }) => name === select.value);
    if (connection === undefined) return;
    note.textContent = connectionHint(connection);
    chosen(connection.name);
  };
  select.addEventListener('change', apply);
  find('restart', HTMLButtonElement).addEventListener('click', apply);
  apply();
}
