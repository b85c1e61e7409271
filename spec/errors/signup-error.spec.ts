import { inspect } from 'node:util';
import * as errors from '../../lib/errors';
import {
  InvalidBodyError,
  InvalidRequestError,
  InvalidSignupError,
  isSignupError,
  PasswordStrengthError,
  SignupError,
  TemporarilyUnavailableError,
  UserExistsError,
} from '../../lib/errors';

function secondCopy(): typeof errors {
  let copy: typeof errors | undefined;
  jest.isolateModules(() => {
    copy = require('../../lib/errors');
  });
  return copy as typeof errors;
}

describe('isSignupError(error)', () => {
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a text', 'user_exists'],
    ['a plain object with the same code', { code: 'user_exists', status: 400 }],
    ['an Error', new Error('no')],
    ['an Error with the same code', Object.assign(new Error('no'), { code: 'user_exists' })],
    [
      'an error with the properties of http-errors',
      Object.assign(new Error('no'), { status: 400, statusCode: 400 }),
    ],
    [
      'an object with the brand that is not an Error',
      { [Symbol.for('express-dbconnections.SignupError')]: true },
    ],
    ['the body of a SignupError', new UserExistsError().toJSON()],
  ])('returns false for %s', (_what, value) => {
    expect(isSignupError(value)).toBe(false);
  });

  it('returns true for a subclass made by the host', () => {
    class Derived extends TemporarilyUnavailableError {}
    expect(isSignupError(new Derived(), 'temporarily_unavailable')).toBe(true);
  });
});

describe('isSignupError(error, code)', () => {
  it('narrows to the class of the code', () => {
    const error: unknown = new InvalidSignupError('email');
    const reason = isSignupError(error, 'invalid_signup') ? error.reason : undefined;
    expect(reason).toBe('email');
  });

  it('narrows the errors of passwords by their name', () => {
    const strength = { rules: [], verified: false };
    const error: unknown = new PasswordStrengthError(strength, 'policy');
    const isTooWeak =
      isSignupError(error, 'invalid_password') && error.name === 'PasswordStrengthError';
    expect(isTooWeak && error.description.rules).toBe(strength.rules);
  });

  it('narrows by a check of the code', () => {
    const error: unknown = new InvalidRequestError([{ path: 'email', message: 'invalid' }]);
    const errors = isSignupError(error) && error.code === 'invalid_request' && error.errors;
    expect(errors).toEqual([{ path: 'email', message: 'invalid' }]);
  });

  it('narrows to the code', () => {
    const error: unknown = new UserExistsError();
    expect(isSignupError(error, 'user_exists')).toBe(true);
    expect(isSignupError(error, 'username_exists')).toBe(false);
    if (isSignupError(error, 'user_exists')) {
      const code: 'user_exists' = error.code;
      expect(code).toBe('user_exists');
    }
  });
});

describe('two copies of the package in one process', () => {
  const copy = secondCopy();

  it('are two copies', () => {
    expect(copy.UserExistsError).not.toBe(UserExistsError);
    expect(new copy.UserExistsError()).not.toBeInstanceOf(SignupError);
  });

  it('recognize each other’s errors', () => {
    expect(isSignupError(new copy.UserExistsError(), 'user_exists')).toBe(true);
    expect(copy.isSignupError(new UserExistsError(), 'user_exists')).toBe(true);
    expect(isSignupError(new copy.UserExistsError(), 'invalid_body')).toBe(false);
  });
});

describe('SignupError', () => {
  const cause = new Error('message of the driver');

  it.each([
    ['TemporarilyUnavailableError', () => new TemporarilyUnavailableError({ cause })],
    ['ServerError', () => new errors.ServerError({ cause })],
  ])('%s keeps its cause out of the response', (_name, make) => {
    const error = make();
    expect(error.cause).toBe(cause);
    expect(Object.keys(error)).not.toContain('cause');
    expect(JSON.stringify(error)).not.toContain('driver');
    expect(inspect(error)).toContain('message of the driver');
  });

  it('has no `cause` property unless a cause was given', () => {
    expect(Object.hasOwn(new TemporarilyUnavailableError(), 'cause')).toBe(false);
    expect(Object.hasOwn(new InvalidBodyError(), 'cause')).toBe(false);
  });

  it('has a brand that is neither enumerable nor writable', () => {
    const error = new InvalidBodyError();
    const brand = Symbol.for('express-dbconnections.SignupError');
    expect(Object.getOwnPropertyDescriptor(error, brand)).toMatchObject({
      enumerable: false,
      writable: false,
      configurable: false,
    });
    expect(isSignupError(Object.assign(new Error(), error))).toBe(false);
  });
});
