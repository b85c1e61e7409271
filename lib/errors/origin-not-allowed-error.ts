import { ProtocolError } from './protocol-error';

/** The page that sends the request lives on an origin that its client does not allow. */
export class OriginNotAllowedError extends ProtocolError {
  override readonly name = 'OriginNotAllowedError';
  declare readonly code: 'access_denied';

  constructor(origin: string) {
    super({ status: 403, code: 'access_denied', message: `Origin ${origin} is not allowed.` });
  }
}
