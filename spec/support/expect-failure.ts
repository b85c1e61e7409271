/** A failed sign-up: its status and its exact body. */
export interface Failure {
  readonly status: number;
  readonly body: object;
  /** Headers beside those of every response. */
  readonly headers?: Readonly<Record<string, string | RegExp>>;
}

/** A response as any client receives it. */
export interface ReceivedResponse {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Expects exactly this failure, byte for byte, with the headers of every response. */
export function expectFailure(
  response: ReceivedResponse,
  { status, body, headers = {} }: Failure,
): void {
  expect({ status: response.status, text: response.text }).toEqual({
    status,
    text: JSON.stringify(body),
  });
  expect(response.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  for (const [name, value] of Object.entries(headers)) {
    expect(response.headers[name]).toEqual(
      typeof value === 'string' ? value : expect.stringMatching(value),
    );
  }
  expect('error' in body && 'code' in body).toBe(false);
}

/** Shape A: an error that concerns the user. */
export function badRequest(code: string, description: string): Failure {
  return {
    status: 400,
    body: { name: 'BadRequestError', code, description, statusCode: 400 },
  };
}

/** Shape B: one sentence. */
export function sentence(error: string): Failure {
  return { status: 400, body: { error } };
}

/** Shape C: an error of the protocol. */
export function protocolFailure(
  status: number,
  error: string,
  error_description: string,
  headers?: Failure['headers'],
): Failure {
  return { status, body: { error, error_description }, ...(headers && { headers }) };
}

/** The response when a store, a hasher or a directory is down, slow or full. */
export const UNAVAILABLE = protocolFailure(
  503,
  'temporarily_unavailable',
  'The service is temporarily unavailable. Try again later.',
  { 'retry-after': '1' },
);

/** The response to an unexpected error. */
export const SERVER_ERROR = protocolFailure(
  500,
  'server_error',
  'The sign-up could not be completed.',
);

/** One sign-up too many from an address. */
export const TOO_MANY_SIGNUPS: Failure = {
  status: 429,
  body: {
    name: 'AnomalyDetected',
    message: 'Too many signups from the same IP',
    code: 'too_many_requests',
    description: 'Too many signups from the same IP',
    statusCode: 429,
  },
};
