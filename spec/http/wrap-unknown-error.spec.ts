import { ServerError, TemporarilyUnavailableError } from 'express-dbconnections';
import { wrapUnknownError } from '../../lib/http/wrap-unknown-error';

function passedOn(error: unknown): unknown {
  const next = jest.fn();
  wrapUnknownError(error, {} as never, {} as never, next);
  expect(next).toHaveBeenCalledTimes(1);
  return next.mock.calls[0][0];
}

it('passes a SignupError on unchanged', () => {
  const error = new TemporarilyUnavailableError();
  expect(passedOn(error)).toBe(error);
});

it.each([new Error('own'), 'route', 'text', 0, '', null, undefined, { status: 400 }])(
  'wraps %p into a ServerError, which Express always treats as an error',
  (cause) => {
    const error = passedOn(cause);
    expect(error).toBeInstanceOf(ServerError);
    expect((error as ServerError).cause).toBe(cause);
  },
);
