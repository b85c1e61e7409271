import { ProtocolError } from './protocol-error';

/** Wraps whatever nobody foresaw: `cause` is the original, the answer says nothing of it. */
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
