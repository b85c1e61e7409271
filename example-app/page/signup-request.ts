import { prettyJson } from './json.js';

/** Auth0's path, on this server. */
export const SIGNUP_PATH = '/dbconnections/signup';

/** Longer than any response takes: the route itself gives up after 8 seconds. */
const TIMEOUT_MS = 20_000;
const PASSWORD_MASK = '••••••••';

/** The encodings of the body; the route accepts both. */
export type Encoding = 'json' | 'form';

/** The value of the `Content-Type` header for each encoding. */
export const CONTENT_TYPES: Readonly<Record<Encoding, string>> = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
};

/** The fields of one sign-up. Metadata is a list, because a person may enter a name twice. */
export interface Signup {
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly metadata: readonly (readonly [name: string, value: string])[];
}

/** A request that was sent, kept for the view and for the curl line. */
export interface SentRequest {
  readonly signup: Signup;
  readonly encoding: Encoding;
  readonly body: string;
}

/** `body` is the parsed JSON, or the text if it is not JSON. */
export interface SignupResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** A request and its response; the latter is `undefined` if the network failed. */
export interface Exchange {
  readonly request: SentRequest;
  readonly response: SignupResponse | undefined;
  readonly elapsed: number;
}

/** Encodes the body, so that it can be shown before the response arrives. */
export function prepare(signup: Signup, encoding: Encoding): SentRequest {
  const body =
    encoding === 'json'
      ? JSON.stringify(jsonBody(signup))
      : new URLSearchParams(formPairs(signup)).toString();
  return { signup, encoding, body };
}

/** Never rejects: a network failure is a result to show, like any other. */
export async function send(request: SentRequest): Promise<Exchange> {
  const began = performance.now();
  const response = await post(request).catch(() => undefined);
  return { request, response, elapsed: performance.now() - began };
}

/** The body for reading: indented JSON, or one form pair per line; the password may be masked. */
export function readableBody(signup: Signup, encoding: Encoding, showPassword: boolean): string {
  const shown = showPassword ? signup : masked(signup);
  if (encoding === 'json') {
    return prettyJson(jsonBody(shown));
  }
  return formPairs(shown).map(readablePair).join('\n&');
}

async function post({ encoding, body }: SentRequest): Promise<SignupResponse> {
  const response = await fetch(SIGNUP_PATH, {
    method: 'POST',
    headers: { 'Content-Type': CONTENT_TYPES[encoding] },
    body,
    credentials: 'omit',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { status, statusText, headers } = response;
  return { status, statusText, headers, body: parsed(await response.text()) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `fromEntries` defines own properties, so that even `__proto__` reaches the server. */
function jsonBody({ fields, metadata }: Signup): object {
  const body: Record<string, unknown> = Object.fromEntries(fields);
  if (metadata.length > 0) {
    body.user_metadata = Object.fromEntries(metadata);
  }
  return body;
}

/** Nested names as auth0.js 7 writes them. */
function formPairs({ fields, metadata }: Signup): [string, string][] {
  return [
    ...fields.map(([name, value]): [string, string] => [name, value]),
    ...metadata.map(([name, value]): [string, string] => [`user_metadata[${name}]`, value]),
  ];
}

function masked(signup: Signup): Signup {
  const fields = signup.fields.map(([name, value]) => {
    return [name, name === 'password' ? PASSWORD_MASK : value] as const;
  });
  return { ...signup, fields };
}

/** The mask is not percent-encoded. */
function readablePair([name, value]: [string, string]): string {
  return value === PASSWORD_MASK
    ? `${name}=${PASSWORD_MASK}`
    : new URLSearchParams([[name, value]]).toString();
}
