import { ProtocolError } from './protocol-error';

/** The body is larger than `bodyLimit`, or has more parameters than a form may. */
export class PayloadTooLargeError extends ProtocolError {
  override readonly name = 'PayloadTooLargeError';
  declare readonly code: 'payload_too_large';

  constructor() {
    super({ status: 413, code: 'payload_too_large', message: 'The request body is too large.' });
  }
}
