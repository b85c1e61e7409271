import { asksForUsername } from './connection-field.js';
import { find } from './dom.js';
import { readMetadata, writeMetadata } from './metadata-rows.js';
import type { FieldName } from './problem.js';
import type { Encoding, Signup } from './signup-request.js';

const form = find('signup', HTMLFormElement);

const NAMES = [
  'client_id',
  'connection',
  'email',
  'password',
  'username',
  'given_name',
  'family_name',
  'name',
  'nickname',
  'picture',
];

/** Values are sent as they were typed; empty fields are left out, as most clients do. */
export function readSignup(): Signup {
  const data = new FormData(form);
  const fields = NAMES.filter((name) => name !== 'username' || asksForUsername())
    .map((name): [string, string] => [name, String(data.get(name) ?? '')])
    .filter(([, value]) => value !== '');
  return { fields, metadata: readMetadata() };
}

/** The chosen encoding. */
export function readEncoding(): Encoding {
  return new FormData(form).get('encoding') === 'form' ? 'form' : 'json';
}

/** Lets a button fill in the documentation's example; address and username get a random number. */
export function startExample(): void {
  find('example', HTMLButtonElement).addEventListener('click', () => {
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
  });
}

/** Dispatches the event of typing, so that the rules and the notes follow. */
function write(field: FieldName, value: string): void {
  const input = find(field, HTMLInputElement);
  input.value = value;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
