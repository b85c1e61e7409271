import { body, type ValidationChain } from 'express-validator';
import { InvalidRequestError, InvalidUsernameError } from '../errors';
import { isWellFormedText, normalizeUsername } from './text';

/**
 * Resolves with the username to store, or `undefined` where the connection has no usernames; rejects
 * with {@link InvalidRequestError} or {@link InvalidUsernameError}.
 */
export type UsernameReader = (username: unknown) => Promise<string | undefined>;

/** The rules of a connection that requires a username. */
export interface UsernameRules {
  /** Name of the connection. */
  readonly connection: string;
  /** Minimum and maximum length. */
  readonly min: number;
  readonly max: number;
}

const CHARACTERS = /^[a-z0-9_+\-.!#$^`~@']*$/;

/** Makes the reader for the usernames of a connection. */
export function createUsernameReader({ connection, min, max }: UsernameRules): UsernameReader {
  const chain = usernameChain(min, max);
  const missing = `missing username for ${connection} connection with requires_username enabled`;

  return async function readUsername(value) {
    const username = normalized(value, missing);
    const result = await chain.run({ body: { username } }, { dryRun: true });
    const [error] = result.array();
    if (error !== undefined) {
      throw new InvalidUsernameError(error.msg);
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
  return normalizeUsername(value);
}

function invalid(message: string): InvalidRequestError {
  return new InvalidRequestError([{ path: 'username', message }]);
}

function usernameChain(min: number, max: number): ValidationChain {
  return body('username')
    .not()
    .isEmail()
    .withMessage('The username cannot be an email.')
    .bail()
    .matches(CHARACTERS)
    .withMessage('The username has invalid characters.')
    .bail()
    .isLength({ min })
    .withMessage(`The username must have at least ${min} characters.`)
    .bail()
    .isLength({ max })
    .withMessage(`The username must not be longer than ${max} characters.`)
    .hide();
}
