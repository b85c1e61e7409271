import { ProtocolError } from './protocol-error';

/** The body's type, charset or encoding is none that the route reads. */
export class UnsupportedMediaTypeError extends ProtocolError {
  override readonly name = 'UnsupportedMediaTypeError';
  declare readonly code: 'unsupported_media_type';

  constructor() {
    super({
      status: 415,
      code: 'unsupported_media_type',
      message: 'Send application/json or application/x-www-form-urlencoded.',
    });
  }
}
