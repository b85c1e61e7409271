import { isRecord, prettyJson } from './json.js';

/**
 * The `domain` of Auth0's clients: this server. They put `https://` before a bare host; auth0.js 9
 * and later, and Lock 11 and later, accept an address with `http://`.
 */
export const CLIENT_DOMAIN = location.protocol === 'https:' ? location.host : location.origin;

/** The properties of a client's error that an application can use, in the order of display. */
const ERROR_PROPERTIES = [
  'code',
  'description',
  'name',
  'policy',
  'statusCode',
  'statusText',
  'message',
];

/** A client's error without the rest (`original`), which is the client's own request and response. */
export type ClientError = Readonly<Record<string, unknown>>;

/** Properties that are absent are left out; `null` ones are not, because the client set them. */
export function clientError(error: unknown): ClientError {
  const given = isRecord(error) ? error : {};
  return Object.fromEntries(
    ERROR_PROPERTIES.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]),
  );
}

/** The text for a person. For a weak password the description is an object; `policy` is its text. */
export function readableError({ code, description, policy }: ClientError): string {
  if (typeof description === 'string') {
    return description;
  }
  if (typeof policy === 'string') {
    return policy;
  }
  return typeof code === 'string' ? code : 'No response. Is the example app still running?';
}

/** A value as JavaScript: JSON, without quotes around names that need none. */
export function jsLiteral(value: unknown): string {
  return prettyJson(value).replace(/(?<!\\)"([A-Za-z_]\w*)"(?=: )/g, '$1');
}
