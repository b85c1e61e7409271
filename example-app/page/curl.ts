import { contentTypes } from './body.js';
import { path, type SentRequest } from './send.js';

/** A line for any POSIX shell that sends the same bytes, the password included. */
export function curlLine({ encoding, body }: SentRequest, origin: string): string {
  const header = quoted(`Content-Type: ${contentTypes[encoding]}`);
  return `curl -i ${quoted(origin + path)} -H ${header} --data-raw ${quoted(body)}`;
}

/** Inside single quotes a shell touches nothing; a quote itself has to leave them for a moment. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
