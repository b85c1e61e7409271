import { ProtocolError } from './protocol-error';

/** The route answers POST alone: 405 with `Allow` (RFC 9110, section 15.5.6). */
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
