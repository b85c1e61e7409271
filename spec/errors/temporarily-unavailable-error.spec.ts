import { TemporarilyUnavailableError } from '../../lib/errors';

it.each([
  [undefined, '1'],
  [{}, '1'],
  [{ retryAfter: 1 }, '1'],
  [{ retryAfter: 30 }, '30'],
  [{ cause: new Error('down') }, '1'],
])('%j asks to come back after %s s', (init, seconds) => {
  expect(new TemporarilyUnavailableError(init).headers).toEqual({ 'Retry-After': seconds });
});
