import { ProtocolError } from './protocol-error';

/** See {@link TemporarilyUnavailableError}. */
export interface TemporarilyUnavailableInit {
  /** Whole seconds after which a new try makes sense. Default 1. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/**
 * Something that a sign-up needs is down, slow or full: 503 with `Retry-After`. A host's own hasher
 * or directory may throw it to say the same.
 */
export class TemporarilyUnavailableError extends ProtocolError {
  override readonly name = 'TemporarilyUnavailableError';
  declare readonly code: 'temporarily_unavailable';

  constructor({ retryAfter = 1, cause }: TemporarilyUnavailableInit = {}) {
    super({
      status: 503,
      code: 'temporarily_unavailable',
      message: 'Sign-up is temporarily unavailable. Try again later.',
      headers: { 'Retry-After': String(retryAfter) },
      cause,
    });
  }
}
