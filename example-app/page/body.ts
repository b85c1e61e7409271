import { prettyJson } from './pretty-json.js';

/** How the body goes over the wire; the route takes both. */
export type Encoding = 'json' | 'form';

/** The fields of one sign-up. Metadata is a list, because a person may write one name twice. */
export interface Signup {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly metadata: readonly (readonly [name: string, value: string])[];
}

/** The value of the `Content-Type` header that goes with the encoding. */
export const contentTypes: Readonly<Record<Encoding, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
};

const mask = '••••••••';

/** The bytes that are sent. */
export function encodeBody(signup: Signup, encoding: Encoding): string {
  if (encoding === 'json') return JSON.stringify(jsonBody(signup));
  return new URLSearchParams(formPairs(signup)).toString();
}

/** The same body for reading: indented JSON, or one form pair a line; its password masked at will. */
export function readableBody(signup: Signup, encoding: Encoding, showPassword: boolean): string {
  const shown = showPassword ? signup : masked(signup);
  if (encoding === 'json') return prettyJson(jsonBody(shown));
  return formPairs(shown).map(readablePair).join('\n&');
}

/** `fromEntries` defines own names, so that even `__proto__` reaches the server and is refused there. */
function jsonBody({ fields, metadata }: Signup): object {
  const body: Record<string, unknown> = Object.fromEntries(fields);
  if (metadata.length > 0) body.user_metadata = Object.fromEntries(metadata);
  return body;
}

/** Nested names are written as auth0.js 7 writes them. */
function formPairs({ fields, metadata }: Signup): [string, string][] {
  return [
    ...fields.map(([name, value]): [string, string] => [name, value]),
    ...metadata.map(([name, value]): [string, string] => [`user_metadata[${name}]`, value]),
  ];
}

function masked(signup: Signup): Signup {
  const fields = signup.fields.map(([name, value]) => {
    return [name, name === 'password' ? mask : value] as const;
  });
  return { ...signup, fields };
}

/** The mask is no password, so it is not percent-encoded like one. */
function readablePair([name, value]: [string, string]): string {
  return value === mask ? `${name}=${mask}` : new URLSearchParams([[name, value]]).toString();
}
