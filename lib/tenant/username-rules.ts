import { body, type ValidationChain } from 'express-validator';
import { InvalidRequestError, InvalidUsernameError } from '../errors';
import { firstProblem } from '../fields/first-problem';
import { asciiLowerCase, isWellFormedText } from '../fields/text';
import { checkBoolean, checkInteger, checkKnownKeys, checkObject } from '../options/option-checks';
import type { ConnectionOptions } from './database-connection';

/**
 * What a connection makes of the `username` of a request: the name to store, or `undefined` where
 * the connection has none. Rejects with the typed refusal.
 */
export type UsernameRules = (username: unknown) => Promise<string | undefined>;

// https://auth0.com/docs/connections/database/require-username
const DEFAULT_MIN = 1;
const DEFAULT_MAX = 15;
const LONGEST = 128;
const CHARACTERS = /^[a-z0-9_+\-.!#$^`~@']*$/;

/** Builds the rules of a connection, once. */
export function usernameRules(
  name: string,
  options: ConnectionOptions,
  path: string,
): UsernameRules {
  const chain = usernameChain(options, path);
  if (!checkBoolean(`${path}.requires_username`, options.requires_username ?? false)) {
    return async () => undefined;
  }
  const missing = `missing username for ${name} connection with requires_username enabled`;

  return async function checkUsername(value) {
    const username = normalized(value, missing);
    const problem = await firstProblem(chain, 'username', { username });
    if (problem !== undefined) {
      throw new InvalidUsernameError(problem);
    }
    return username;
  };
}

function normalized(value: unknown, missing: string): string {
  if (value === undefined || value === null || (typeof value === 'string' && value.trim() === '')) {
    throw invalid(missing);
  }
  if (typeof value !== 'string') {
    throw invalid('invalid username type (expected string)');
  }
  if (!isWellFormedText(value)) {
    throw invalid('invalid username');
  }
  return asciiLowerCase(value.trim());
}

function invalid(message: string): InvalidRequestError {
  return new InvalidRequestError([{ path: 'username', message }]);
}

function usernameChain(options: ConnectionOptions, path: string): ValidationChain {
  const { min, max } = usernameLengths(options, path);
  return body('username')
    .not()
    .isEmail()
    .withMessage('The username cannot be an email.')
    .matches(CHARACTERS)
    .withMessage('The username has invalid characters.')
    .isLength({ min })
    .withMessage(`The username must have at least ${min} characters.`)
    .isLength({ max })
    .withMessage(`The username must not be longer than ${max} characters.`);
}

/** The checked `validation.username` of a connection, with Auth0's defaults. */
export function usernameLengths(
  options: ConnectionOptions,
  path: string,
): { min: number; max: number } {
  const advice = 'write { username: { min, max } }';
  const validation = checkObject(`${path}.validation`, options.validation ?? {}, advice);
  checkKnownKeys(`${path}.validation`, validation, ['username']);
  const at = `${path}.validation.username`;
  const given = checkObject(at, validation.username ?? {}, 'write { min, max }');
  checkKnownKeys(at, given, ['min', 'max']);
  const min = checkInteger(`${at}.min`, given.min ?? DEFAULT_MIN, 1, LONGEST);
  const max = checkInteger(`${at}.max`, given.max ?? Math.max(min, DEFAULT_MAX), min, LONGEST);
  return { min, max };
}
