import { inspect } from 'node:util';
import * as errors from '../../lib/errors';
import {
  InvalidRequestError,
  InvalidSignupError,
  isSignupError,
  TemporarilyUnavailableError,
} from '../../lib/errors';
import { CATALOGUE } from './catalogue';

const BASES = [
  'SignupError',
  'BadRequestError',
  'InvalidPasswordError',
  'ProtocolError',
  'isSignupError',
];

it('has an entry for every exported class', () => {
  const classes = Object.keys(errors).filter((name) => !BASES.includes(name));
  expect([...new Set(CATALOGUE.map(({ name }) => name))].sort()).toEqual(classes.sort());
});

describe.each(CATALOGUE)(
  '$name ($code)',
  ({ make, name, status, code, message, wire, headers }) => {
    const error = make();

    it('is an Error, a SignupError and an instance of its own class', () => {
      expect(error).toBeInstanceOf(Error);
      expect(error).toBeInstanceOf(errors.SignupError);
      expect(Object.values(errors)).toContain(error.constructor);
      expect(isSignupError(error)).toBe(true);
    });

    it('carries the name of its class, also in its stack', () => {
      expect(error.name).toBe(name);
      expect(error.constructor.name).toBe(name);
      expect(error.stack).toContain('catalogue.ts');
      expect(String(error)).toBe(`${name}: ${message}`);
    });

    it(`has status ${status} under both names that Express middlewares read`, () => {
      expect(error).toMatchObject({ status, statusCode: status, code, message });
    });

    it('serializes to the body that Auth0 sends', () => {
      expect(JSON.stringify(error)).toBe(wire);
    });

    it('never has both `error` and `code` in its body', () => {
      const keys = Object.keys(error.toJSON());
      expect(keys.includes('error') && keys.includes('code')).toBe(false);
    });

    it(headers ? 'has its headers' : 'has no headers', () => {
      expect(error.headers).toEqual(headers);
    });

    it('has only enumerable properties that a host may log', () => {
      const allowed = ['status', 'statusCode', 'code', 'headers', 'name'];
      const own = {
        InvalidRequestError: ['errors'],
        PasswordStrengthError: ['description', 'policy'],
      };
      expect(Object.keys(error).sort()).toEqual(
        [...allowed, ...(own[name as keyof typeof own] ?? [])].sort(),
      );
    });
  },
);

describe('the shapes of the responses', () => {
  it.each(CATALOGUE.map(({ name, make }) => ({ name, keys: Object.keys(make().toJSON()) })))(
    '$name has the keys of exactly one shape: $keys',
    ({ keys }) => {
      expect([
        ['name', 'code', 'description', 'statusCode'],
        ['name', 'message', 'code', 'description', 'statusCode'],
        ['name', 'message', 'code', 'description', 'policy', 'statusCode'],
        ['error'],
        ['error', 'error_description'],
      ]).toContainEqual(keys);
    },
  );
});

describe('InvalidRequestError', () => {
  it('responds with the first error and keeps all of them for the host', () => {
    const invalid = [
      { path: 'email', message: 'invalid email address' },
      { path: 'picture', message: 'invalid picture type (expected string)' },
    ] as const;
    const error = new InvalidRequestError(invalid);
    expect(error.message).toBe('invalid email address');
    expect(JSON.stringify(error)).toBe('{"error":"invalid email address"}');
    expect(error.errors).toEqual(invalid);
  });
});

describe.each(['email', 'username'] as const)('InvalidSignupError(%j)', (reason) => {
  const error = new InvalidSignupError(reason);

  it('has the reason for the host', () => {
    expect(error.reason).toBe(reason);
  });

  it('has the same body for every reason', () => {
    expect(JSON.stringify(error)).toBe(JSON.stringify(new InvalidSignupError('email')));
  });

  it('does not reveal the reason in a copy, in JSON or in a log', () => {
    expect(Object.keys(error)).not.toContain('reason');
    expect({ ...error }).not.toHaveProperty('reason');
    expect(JSON.stringify(error)).not.toContain(reason);
    expect(inspect(error, { showHidden: false })).not.toContain('reason');
  });

  it('is immutable', () => {
    expect(() => {
      (error as { reason: string }).reason = 'other';
    }).toThrow(TypeError);
  });
});

describe('TemporarilyUnavailableError', () => {
  it.each([
    [undefined, '1'],
    [{}, '1'],
    [{ retryAfter: 1 }, '1'],
    [{ retryAfter: 30 }, '30'],
    [{ cause: new Error('down') }, '1'],
  ])('made from %j has Retry-After: %s', (init, seconds) => {
    expect(new TemporarilyUnavailableError(init).headers).toEqual({ 'retry-after': seconds });
  });

  it('has the reason for the host, which no copy, JSON or log reveals', () => {
    const error = new TemporarilyUnavailableError({ reason: 'hash_queue' });
    expect(error.reason).toBe('hash_queue');
    expect({ ...error }).not.toHaveProperty('reason');
    expect(JSON.stringify(error)).toBe(JSON.stringify(new TemporarilyUnavailableError()));
    expect(inspect(error)).not.toContain('reason');
    expect(new TemporarilyUnavailableError().reason).toBeUndefined();
  });

  it('does not name sign-up, because a login gets it as well', () => {
    expect(new TemporarilyUnavailableError().message).not.toMatch(/sign/i);
  });
});
