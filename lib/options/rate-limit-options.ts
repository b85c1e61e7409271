import v = require('valibot');

import type { Options as RateLimitOptions, Store } from 'express-rate-limit';
import { strictObject } from './object-schemas';
import { bool, func, objectWith, wholeNumber } from './schemas';
import { timeoutSchema } from './timeout';

/**
 * Options of express-rate-limit; default 50 sign-ups a minute and IP address, IPv6 by /64. The
 * response is Auth0's 429, therefore `handler`, `message` and `statusCode` are not among them. Every
 * sign-up counts whether it succeeds or not, as in Auth0, therefore `skipFailedRequests`,
 * `skipSuccessfulRequests` and `requestWasSuccessful` are not; nor are the old names `max` and
 * `headers`, which are `limit` and `legacyHeaders`.
 */
export type SignupRateLimit = {
  readonly [Name in keyof RateLimitOptions as Exclude<
    Name,
    | 'handler'
    | 'message'
    | 'statusCode'
    | 'skipFailedRequests'
    | 'skipSuccessfulRequests'
    | 'requestWasSuccessful'
    | 'max'
    | 'headers'
  >]?: RateLimitOptions[Name] | undefined;
};

/** {@link SignupRateLimit} without what is `undefined`, which express-rate-limit would read. */
export type RateLimitSettings = Partial<RateLimitOptions>;

const ADVICE = 'write false or options of express-rate-limit';

// What express-rate-limit checks by itself when the router is made, or accepts in many forms.
const unchecked = v.optional(v.unknown());

const functionOr = (schema: v.GenericSchema) =>
  v.lazy((value) => (typeof value === 'function' ? v.unknown() : schema));

const positive = functionOr(wholeNumber(1, Number.MAX_SAFE_INTEGER));
const seconds = functionOr(wholeNumber(0, Number.MAX_SAFE_INTEGER));
const subnet = wholeNumber(32, 64);

const optionsSchema = strictObject(
  {
    identifier: unchecked,
    ipv6Subnet: v.optional(
      v.lazy((value) => (value === false ? v.literal(false) : functionOr(subnet))),
    ),
    keyGenerator: v.optional(func()),
    legacyHeaders: v.optional(bool),
    limit: v.optional(positive),
    logger: unchecked,
    passOnStoreError: v.optional(bool),
    requestPropertyName: unchecked,
    retryAfter: v.optional(seconds),
    skip: v.optional(func()),
    standardHeaders: unchecked,
    store: v.optional(objectWith<Store>(['increment'], 'write a store of express-rate-limit')),
    validate: unchecked,
    windowMs: v.optional(timeoutSchema),
  } satisfies Record<keyof SignupRateLimit, v.GenericSchema>,
  ADVICE,
);

const given = v.pipe(optionsSchema, v.transform(withoutUndefined));

/** The option `rateLimit`. */
export const rateLimitSchema: v.GenericSchema<unknown, false | RateLimitSettings> = v.lazy(
  (rateLimit) => (rateLimit === false ? v.literal(false) : given),
);

function withoutUndefined(options: v.InferOutput<typeof optionsSchema>): RateLimitSettings {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
