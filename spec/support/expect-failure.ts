/** A failure, by its status and by the one body that is right. */
export interface Failure {
  readonly status: number;
  readonly body: object;
  /** Headers that the failure has besides those of every answer. */
  readonly headers?: Readonly<Record<string, string | RegExp>>;
}

/** An answer, by whatever client it was fetched. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Expects exactly this failure, to the byte, with the headers that every answer has. */
export function expectFailure(response: Answered, { status, body, headers = {} }: Failure): void {
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

/** Shape A: what concerns the user. */
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

/** Shape C: what concerns the protocol. */
export function protocolFailure(
  status: number,
  error: string,
  error_description: string,
  headers?: Failure['headers'],
): Failure {
  return { status, body: { error, error_description }, ...(headers && { headers }) };
}

/** What comes of a store, a hasher or a directory that is down, slow or full. */
export const UNAVAILABLE = protocolFailure(
  503,
  'temporarily_unavailable',
  'Sign-up is temporarily unavailable. Try again later.',
  { 'retry-after': '1' },
);

/** What comes of a fault that nobody foresaw. */
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
    code: 'too_many_requests',
    description: 'Too many signups from the same IP',
    statusCode: 429,
  },
};
