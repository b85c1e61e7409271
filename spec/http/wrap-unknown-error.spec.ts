import { ServerError, TemporarilyUnavailableError } from 'express-dbconnections';
import { wrapUnknownError } from '../../lib/http/wrap-unknown-error';

function passedOn(error: unknown): unknown {
  const next = jest.fn();
  wrapUnknownError(error, {} as never, {} as never, next);
  expect(next).toHaveBeenCalledTimes(1);
  return next.mock.calls[0][0];
}

it('passes a SignupError on as it is', () => {
  const error = new TemporarilyUnavailableError();
  expect(passedOn(error)).toBe(error);
});

it.each([new Error('fault'), 'route', 'text', 0, '', null, undefined, { status: 400 }])(
  'wraps %p into a ServerError, so that Express takes it for an error',
  (fault) => {
    const error = passedOn(fault);
    expect(error).toBeInstanceOf(ServerError);
    expect((error as ServerError).cause).toBe(fault);
  },
);
