import { SignupError } from './signup-error';

// Shape C, OAuth's (RFC 6749, section 5.2): { error, error_description }.

/** Base of the errors at the level of HTTP, which concern neither the fields nor the tenant. */
export abstract class ProtocolError extends SignupError {
  override toJSON() {
    return { error: this.code, error_description: this.message };
  }
}

/**
 * The body is not an object in JSON or form encoding: 400. Has no `cause`, because the parser's own
 * error quotes the body.
 */
export class InvalidBodyError extends ProtocolError {
  override readonly name = 'InvalidBodyError';
  declare readonly code: 'invalid_body';

  /** `message`: what is wrong with the body, without quoting it. */
  constructor(message = 'The body is not a valid JSON object.') {
    super({ status: 400, code: 'invalid_body', message });
  }
}

/** The client does not allow the origin of the page that sent the request: 403. */
export class OriginNotAllowedError extends ProtocolError {
  override readonly name = 'OriginNotAllowedError';
  declare readonly code: 'access_denied';

  constructor(origin: string) {
    // An origin is ASCII; anything else in the header must not reach a host's log.
    const printable = origin.replace(/[^\x20-\x7e]/g, '?');
    super({ status: 403, code: 'access_denied', message: `Origin ${printable} is not allowed.` });
  }
}

/** The method is not POST: 405 with `Allow` (RFC 9110, section 15.5.6). */
export class MethodNotAllowedError extends ProtocolError {
  override readonly name = 'MethodNotAllowedError';
  declare readonly code: 'method_not_allowed';

  constructor() {
    super({
      status: 405,
      code: 'method_not_allowed',
      message: 'Use POST.',
      headers: { Allow: 'POST' },
    });
  }
}

/**
 * The body exceeds `bodyLimit`, or a form has too many parameters: 413. The connection is closed, so
 * that the rest of the body need not be read.
 */
export class PayloadTooLargeError extends ProtocolError {
  override readonly name = 'PayloadTooLargeError';
  declare readonly code: 'payload_too_large';

  constructor(message = 'The request body is too large.') {
    const headers = { Connection: 'close' };
    super({ status: 413, code: 'payload_too_large', message, headers });
  }
}

/** The route does not read this media type, charset or content encoding: 415. */
export class UnsupportedMediaTypeError extends ProtocolError {
  override readonly name = 'UnsupportedMediaTypeError';
  declare readonly code: 'unsupported_media_type';

  constructor(message = 'Send application/json or application/x-www-form-urlencoded.') {
    super({ status: 415, code: 'unsupported_media_type', message });
  }
}

/** Wraps an unexpected error as `cause`: 500. The response reveals nothing about it. */
export class ServerError extends ProtocolError {
  override readonly name = 'ServerError';
  declare readonly code: 'server_error';

  constructor({ cause }: { readonly cause: unknown }) {
    super({
      status: 500,
      code: 'server_error',
      message: 'The sign-up could not be completed.',
      cause,
    });
  }
}

/**
 * What is unavailable: the hasher's queue is full, the store is down or slow, the deadline of the
 * request has passed, the router or the hasher is closing, a resolver has failed, a hashing thread
 * has failed, or an action has failed.
 */
export type UnavailableReason =
  | 'hash_queue'
  | 'store'
  | 'deadline'
  | 'closing'
  | 'resolver'
  | 'threads'
  | 'action';

/** What a {@link TemporarilyUnavailableError} is made from. */
export interface TemporarilyUnavailableInit {
  /** Whole seconds after which the client should try again. Default 1. */
  readonly retryAfter?: number | undefined;
  /** What is unavailable, for the host only. */
  readonly reason?: UnavailableReason | undefined;
  /** The original error, for the host only. */
  readonly cause?: unknown;
}

/**
 * Something that a sign-up needs is down, slow or full: 503 with `Retry-After`. A host's own hasher
 * or resolver may throw it.
 */
export class TemporarilyUnavailableError extends ProtocolError {
  override readonly name = 'TemporarilyUnavailableError';
  declare readonly code: 'temporarily_unavailable';
  /**
   * For the host only; `undefined` if a host made the error without one. Not enumerable, so that no
   * logger or serializer copies it by accident.
   */
  declare readonly reason: UnavailableReason | undefined;

  constructor({ retryAfter = 1, reason, cause }: TemporarilyUnavailableInit = {}) {
    super({
      status: 503,
      code: 'temporarily_unavailable',
      message: 'The service is temporarily unavailable. Try again later.',
      headers: { 'retry-after': String(retryAfter) },
      cause,
    });
    Object.defineProperty(this, 'reason', { value: reason });
  }
}
