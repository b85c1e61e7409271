import { isObject } from '../fields/plain-object';
import { invalidOption } from './invalid-option';
import { checkBoolean, checkInteger, checkKnownKeys, checkObject } from './option-checks';
import type { SignupRateLimit } from './signup-router-options';

type Check = (path: string, value: unknown) => unknown;

const LONGEST_TIMER = 2 ** 31 - 1;

const isFunction: Check = (path, value) => {
  if (typeof value !== 'function') {
    throw invalidOption(path, value, 'write a function');
  }
};

const isStore: Check = (path, value) => {
  if (!isObject(value) || typeof value.increment !== 'function') {
    throw invalidOption(path, value, 'write a store of express-rate-limit');
  }
};

const isLimit: Check = (path, value) =>
  typeof value === 'function' ? value : checkInteger(path, value, 1, Number.MAX_SAFE_INTEGER);

const isRetryAfter: Check = (path, value) =>
  typeof value === 'function' ? value : checkInteger(path, value, 0, Number.MAX_SAFE_INTEGER);

const isSubnet: Check = (path, value) =>
  value === false || typeof value === 'function' ? value : checkInteger(path, value, 32, 64);

// What express-rate-limit checks by itself when the router is made, or takes in many forms.
const anything: Check = () => undefined;

const CHECKS: Readonly<Record<keyof SignupRateLimit, Check>> = {
  identifier: anything,
  ipv6Subnet: isSubnet,
  keyGenerator: isFunction,
  legacyHeaders: checkBoolean,
  limit: isLimit,
  logger: anything,
  passOnStoreError: checkBoolean,
  requestPropertyName: anything,
  requestWasSuccessful: isFunction,
  retryAfter: isRetryAfter,
  skip: isFunction,
  skipFailedRequests: checkBoolean,
  skipSuccessfulRequests: checkBoolean,
  standardHeaders: anything,
  store: isStore,
  validate: anything,
  windowMs: (path, value) => checkInteger(path, value, 1, LONGEST_TIMER),
};

/** The checked option `rateLimit`, without what is `undefined`. */
export function rateLimitOptions(rateLimit: unknown): false | SignupRateLimit {
  if (rateLimit === false) {
    return false;
  }
  const advice = 'write false or options of express-rate-limit';
  const given = checkObject('rateLimit', rateLimit, advice);
  checkKnownKeys('rateLimit', given, Object.keys(CHECKS));
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [key, value] of entries) {
    CHECKS[key as keyof SignupRateLimit](`rateLimit.${key}`, value);
  }
  return Object.fromEntries(entries);
}
