import { contentTypes, type Encoding, encodeBody, type Signup } from './body.js';

/** Auth0's path, on this server. */
export const path = '/dbconnections/signup';

/** Past this there is no answer to wait for: the route itself gives up after 8 seconds. */
const patience = 20_000;

/** A request that went out, kept for the view and for the curl line. */
export interface SentRequest {
  readonly signup: Signup;
  readonly encoding: Encoding;
  readonly body: string;
}

/** What came back. `body` is parsed JSON where it is JSON, else the text itself. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly body: unknown;
}

/** One turn over the wire; without an answer the network failed. */
export interface Exchange {
  readonly request: SentRequest;
  readonly answer: Answer | undefined;
  readonly elapsed: number;
}

/** Gets the body ready, so that it can be shown while the answer is awaited. */
export function prepare(signup: Signup, encoding: Encoding): SentRequest {
  return { signup, encoding, body: encodeBody(signup, encoding) };
}

/** Never rejects: a network failure is a result to show, like any other. */
export async function send(request: SentRequest): Promise<Exchange> {
  const began = performance.now();
  const answer = await post(request).catch(() => undefined);
  return { request, answer, elapsed: performance.now() - began };
}

async function post({ encoding, body }: SentRequest): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': contentTypes[encoding] },
    body,
    credentials: 'omit',
    signal: AbortSignal.timeout(patience),
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
