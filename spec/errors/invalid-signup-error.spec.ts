import { inspect } from 'node:util';
import { InvalidSignupError } from '../../lib/errors';

describe.each(['email', 'username'] as const)('InvalidSignupError(%j)', (reason) => {
  const error = new InvalidSignupError(reason);

  it('tells the host what was taken', () => {
    expect(error.reason).toBe(reason);
  });

  it('tells nobody by accident: not enumerable, in no copy, in no JSON, in no log', () => {
    expect(Object.keys(error)).not.toContain('reason');
    expect({ ...error }).not.toHaveProperty('reason');
    expect(JSON.stringify(error)).not.toContain(reason);
    expect(inspect(error, { showHidden: false })).not.toContain('reason');
  });

  it('cannot be changed afterwards', () => {
    expect(() => {
      (error as { reason: string }).reason = 'other';
    }).toThrow(TypeError);
  });
});

it('answers the same whatever was taken', () => {
  expect(JSON.stringify(new InvalidSignupError('email'))).toBe(
    JSON.stringify(new InvalidSignupError('username')),
  );
});
