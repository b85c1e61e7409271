import { find } from './dom.js';
import type { FieldName } from './field-names.js';
import { writeMetadata } from './metadata-rows.js';

/** The documentation's own example; address and username get a number, because they are unique. */
export function fillInExample(): void {
  const number = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;
  write('email', `john.doe.${number}@example.com`);
  write('username', `johndoe${number}`);
  write('password', 'Correct-Horse-7');
  write('given_name', 'John');
  write('family_name', 'Doe');
  write('name', 'John Doe');
  write('nickname', 'johnny');
  write('picture', 'http://example.org/jdoe.png');
  writeMetadata([
    ['plan', 'silver'],
    ['team_id', 'a111'],
  ]);
}

/** Told like typing, so that the rules and the notes follow. */
function write(field: FieldName, value: string): void {
  const input = find(field, HTMLInputElement);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
