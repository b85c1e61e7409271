import type { Encoding, Signup } from './body.js';
import { asksForUsername } from './connection-field.js';
import { find } from './dom.js';
import { readMetadata } from './metadata-rows.js';

const form = find('signup', HTMLFormElement);

const names = [
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

/** What is typed goes out as it is; an empty field is left out, as most clients do. */
export function readSignup(): Signup {
  const data = new FormData(form);
  const fields = names
    .filter((name) => name !== 'username' || asksForUsername())
    .map((name): [string, string] => [name, String(data.get(name) ?? '')])
    .filter(([, value]) => value !== '');
  return { fields, metadata: readMetadata() };
}

/** The encoding that is chosen. */
export function readEncoding(): Encoding {
  return new FormData(form).get('encoding') === 'form' ? 'form' : 'json';
}
