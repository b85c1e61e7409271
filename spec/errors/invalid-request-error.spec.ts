import { InvalidRequestError } from '../../lib/errors';

it('answers with the first fault and keeps all of them for the host', () => {
  const faults = [
    { path: 'email', message: 'invalid email address' },
    { path: 'picture', message: 'invalid picture type (expected string)' },
  ] as const;
  const error = new InvalidRequestError(faults);
  expect(error.message).toBe('invalid email address');
  expect(JSON.stringify(error)).toBe('{"error":"invalid email address"}');
  expect(error.errors).toEqual(faults);
});
