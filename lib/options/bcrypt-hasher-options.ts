import { availableParallelism } from 'node:os';

import v = require('valibot');

import { strictObject } from './object-schemas';
import { parseOptions } from './parse-options';
import { check, wholeNumber } from './schemas';
import { MAX_TIMEOUT_MS } from './timeout';

/** Options of `bcryptHasher()`. */
export interface BcryptHasherOptions {
  /**
   * bcrypt's cost: each step doubles the time of a hash. 4 to 31, default 10, which is what Auth0
   * stores and the minimum of ASVS 5.0 section 11.4.2; 4 is for tests.
   */
  readonly rounds?: number | undefined;
  /**
   * The highest cost of a hash that `verify` accepts; beyond it `verify` throws a `RangeError`,
   * because a hash of cost 31 would keep a thread busy for days. `rounds` to 31, default 14, or
   * `rounds` if that is higher.
   */
  readonly maxRounds?: number | undefined;
  /** Worker threads. 1 to 1024, default one per core. */
  readonly threads?: number | undefined;
  /**
   * The longest predicted wait, in ms, with which a hash is still accepted; beyond it `hash` and
   * `verify` throw `TemporarilyUnavailableError` at once. Default 2000.
   */
  readonly maxWait?: number | undefined;
}

const MAX_THREADS = 1024;
const MAX_ROUNDS = 31;
const DEFAULT_ROUNDS = 10;
const DEFAULT_MAX_ROUNDS = 14;
const DEFAULT_MAX_WAIT_MS = 2000;

const rounds = wholeNumber(4, MAX_ROUNDS);

const entries = strictObject({
  rounds: v.optional(rounds, DEFAULT_ROUNDS),
  maxRounds: v.optional(rounds),
  threads: v.optional(wholeNumber(1, MAX_THREADS), () => availableParallelism()),
  maxWait: v.optional(wholeNumber(0, MAX_TIMEOUT_MS), DEFAULT_MAX_WAIT_MS),
} satisfies Record<keyof BcryptHasherOptions, v.GenericSchema>);

const optionsSchema = v.pipe(
  entries,
  check(({ rounds, maxRounds }) =>
    maxRounds !== undefined && maxRounds < rounds
      ? {
          path: ['maxRounds'],
          value: maxRounds,
          advice: `verify would refuse the hasher's own hashes; write at least rounds, ${rounds}`,
        }
      : undefined,
  ),
  v.transform(({ maxRounds, ...options }) => ({
    ...options,
    maxRounds: maxRounds ?? Math.max(options.rounds, DEFAULT_MAX_ROUNDS),
  })),
);

export function parseBcryptHasherOptions(options: unknown): v.InferOutput<typeof optionsSchema> {
  return parseOptions('bcryptHasher options', optionsSchema, options);
}
