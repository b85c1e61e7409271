import { availableParallelism } from 'node:os';

import v = require('valibot');

import { strictObject } from './object-schemas';
import { parseOptions } from './parse-options';
import { wholeNumber } from './schemas';
import { MAX_TIMEOUT_MS } from './timeout';

/** Options of `bcryptHasher()`. */
export interface BcryptHasherOptions {
  /**
   * bcrypt's cost: each step doubles the time of a hash. 4 to 31, default 10, which is what Auth0
   * stores and the minimum of ASVS 5.0 section 11.4.2; 4 is for tests.
   */
  readonly rounds?: number | undefined;
  /** Worker threads. 1 to 1024, default one per core. */
  readonly threads?: number | undefined;
  /**
   * The longest predicted wait, in ms, with which a hash is still accepted; beyond it `hash` and
   * `verify` throw `TemporarilyUnavailableError` at once. Default 2000.
   */
  readonly maxWait?: number | undefined;
}

const MAX_THREADS = 1024;
const DEFAULT_ROUNDS = 10;
const DEFAULT_MAX_WAIT_MS = 2000;

const optionsSchema = strictObject({
  rounds: v.optional(wholeNumber(4, 31), DEFAULT_ROUNDS),
  threads: v.optional(wholeNumber(1, MAX_THREADS), () => availableParallelism()),
  maxWait: v.optional(wholeNumber(0, MAX_TIMEOUT_MS), DEFAULT_MAX_WAIT_MS),
} satisfies Record<keyof BcryptHasherOptions, v.GenericSchema>);

export function parseBcryptHasherOptions(options: unknown): v.InferOutput<typeof optionsSchema> {
  return parseOptions('bcryptHasher options', optionsSchema, options);
}
