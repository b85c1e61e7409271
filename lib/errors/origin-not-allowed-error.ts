import { ProtocolError } from './protocol-error';

/** The page that sends the request lives on an origin that its client does not allow. */
export class OriginNotAllowedError extends ProtocolError {
  override readonly name = 'OriginNotAllowedError';
  declare readonly code: 'access_denied';

  constructor(origin: string) {
    // An origin is ASCII; whatever else stands in the header must not reach a host's log.
    const shown = origin.replace(/[^\x20-\x7e]/g, '?');
    super({ status: 403, code: 'access_denied', message: `Origin ${shown} is not allowed.` });
  }
}
