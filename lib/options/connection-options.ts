import v = require('valibot');

import { FIELD_LIMITS } from '../fields/profile';

import { AUTH0_CONNECTION_OPTION_KEYS } from './auth0-keys';
import type { ConnectionPasswordOptions } from './connection-password-options';
import { auth0Object, strictObject } from './object-schemas';
import { PASSWORD_OPTIONS, unreachableMinLength } from './password-schemas';
import { bool, check, type Maybe, maybe, wholeNumber } from './schemas';
import { UNSUPPORTED_OPTIONS } from './unsupported-options';

/**
 * `options` of a database connection. Keys of an exported connection that do not concern sign-up
 * are accepted and ignored; keys that would change it and are not supported (`attributes`,
 * `customScripts`, …) throw when the router is made, and so do keys that look like a misspelt one.
 */
export interface ConnectionOptions extends ConnectionPasswordOptions {
  /** Whether users need a username besides their e-mail address. Default `false`. */
  readonly requires_username?: Maybe<boolean>;
  /** Length of usernames: default 1 to 15, at most 128. */
  readonly validation?: Maybe<{
    readonly username?: Maybe<{ readonly min?: Maybe<number>; readonly max?: Maybe<number> }>;
  }>;
  /** `true` refuses every sign-up on this connection. Default `false`. */
  readonly disable_signup?: Maybe<boolean>;
  readonly [key: string]: unknown;
}

// https://auth0.com/docs/connections/database/require-username
const DEFAULT_MIN_LENGTH = 1;
const DEFAULT_MAX_LENGTH = 15;
const MAX_LENGTH = FIELD_LIMITS.username.maxLength;

const usernameLengths = v.pipe(
  strictObject(
    {
      min: v.nullish(wholeNumber(1, MAX_LENGTH), DEFAULT_MIN_LENGTH),
      max: maybe(wholeNumber(1, MAX_LENGTH)),
    },
    'write { min, max }',
  ),
  v.transform(({ min, max }) => ({ min, max: max ?? Math.max(min, DEFAULT_MAX_LENGTH) })),
  check(({ min, max }) =>
    max < min
      ? { path: ['max'], value: max, advice: `write a whole number from ${min} to ${MAX_LENGTH}` }
      : undefined,
  ),
);

const optionsSchema = auth0Object(
  {
    ...PASSWORD_OPTIONS,
    requires_username: v.nullish(bool, false),
    disable_signup: v.nullish(bool, false),
    validation: v.nullish(
      strictObject(
        { username: v.nullish(usernameLengths, {}) },
        'write { username: { min, max } }',
      ),
      {},
    ),
    ...UNSUPPORTED_OPTIONS,
  },
  { documented: AUTH0_CONNECTION_OPTION_KEYS, closedPrefix: 'password_' },
);

export const connectionOptionsSchema = v.pipe(
  optionsSchema,
  check((options) => unreachableMinLength(options)),
);

/** The `options` of a database connection with their defaults. */
export type ConnectionOptionSettings = v.InferOutput<typeof connectionOptionsSchema>;
