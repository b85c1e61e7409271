import { ProtocolError } from './protocol-error';

/**
 * The body is not an object in JSON or form encoding. Carries nothing of the body and nothing of
 * the parser's error, which quotes the body.
 */
export class InvalidBodyError extends ProtocolError {
  override readonly name = 'InvalidBodyError';
  declare readonly code: 'invalid_body';

  constructor() {
    super({ status: 400, code: 'invalid_body', message: 'Bad Request' });
  }
}
