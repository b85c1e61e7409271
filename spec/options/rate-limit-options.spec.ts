import { MemoryStore } from 'express-rate-limit';
import { rateLimitOptions } from '../../lib/options/rate-limit-options';

const KNOWN =
  'identifier, ipv6Subnet, keyGenerator, legacyHeaders, limit, logger, passOnStoreError, ' +
  'requestPropertyName, requestWasSuccessful, retryAfter, skip, skipFailedRequests, ' +
  'skipSuccessfulRequests, standardHeaders, store, validate, windowMs';

function messageOf(rateLimit: unknown): string {
  try {
    rateLimitOptions(rateLimit);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
  return 'it is accepted';
}

it.each([[true], [50], [null], [undefined], [[]], ['50/min']])('%p is refused', (rateLimit) => {
  expect(messageOf(rateLimit)).toMatch(
    /^express-dbconnections: rateLimit is .*; write false or options of express-rate-limit$/,
  );
});

it.each([
  ['handler', () => undefined, '[Function (anonymous)]'],
  ['message', 'no', "'no'"],
  ['statusCode', 418, '418'],
  ['max', 5, '5'],
  ['headers', true, 'true'],
  ['onLimitReached', null, 'null'],
  ['draft_polli_ratelimit_headers', true, 'true'],
  ['window', 1000, '1000'],
])('there is no %s', (key, value, shown) => {
  expect(messageOf({ [key]: value })).toBe(
    `express-dbconnections: rateLimit.${key} is ${shown}; there is no such option; write one of ${KNOWN}`,
  );
});

describe('values that would limit nobody, everybody, or fail at each request', () => {
  it.each<[string, unknown]>([
    ...[Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 1.5, '50', null, true].map(
      (value): [string, unknown] => ['limit', value],
    ),
    ...[Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 0.5, 2 ** 31, '60s', null].map(
      (value): [string, unknown] => ['windowMs', value],
    ),
    ...['skip', 'keyGenerator', 'requestWasSuccessful'].flatMap((key): [string, unknown][] => [
      [key, true],
      [key, 'ip'],
      [key, null],
    ]),
    ...[
      'legacyHeaders',
      'passOnStoreError',
      'skipFailedRequests',
      'skipSuccessfulRequests',
    ].flatMap((key): [string, unknown][] => [
      [key, 'yes'],
      [key, 1],
      [key, null],
    ]),
    ...[{}, [], 'redis', null, MemoryStore, { increment: true }].map((value): [string, unknown] => [
      'store',
      value,
    ]),
    ...[200, -1, 4.5, Number.NaN, '64', true, null].map((value): [string, unknown] => [
      'ipv6Subnet',
      value,
    ]),
    ...[Number.NaN, -1, '60', null].map((value): [string, unknown] => ['retryAfter', value]),
  ])('%s: %p is refused', (key, value) => {
    expect(messageOf({ [key]: value })).toMatch(
      new RegExp(`^express-dbconnections: rateLimit\\.${key} is .*; write `, 's'),
    );
  });
});

it.each([
  [{}],
  [{ limit: 10, windowMs: 1000 }],
  [{ limit: () => 5 }],
  [{ limit: async () => 5 }],
  [{ skip: () => false, keyGenerator: () => 'key', requestWasSuccessful: () => true }],
  [{ store: new MemoryStore() }],
  [{ ipv6Subnet: 48 }],
  [{ ipv6Subnet: false }],
  [{ ipv6Subnet: () => 64 }],
  [{ retryAfter: 60 }],
  [{ retryAfter: () => 60 }],
  [{ standardHeaders: 'draft-8', identifier: 'signups', legacyHeaders: false }],
  [{ logger: { error() {}, warn() {} }, passOnStoreError: false }],
  [{ requestPropertyName: 'signupLimit', validate: false }],
])('%p is taken as it is', (rateLimit) => {
  expect(rateLimitOptions(rateLimit)).toEqual(rateLimit);
});

it('false is taken as it is', () => {
  expect(rateLimitOptions(false)).toBe(false);
});

it('what is `undefined` is not given', () => {
  const all = Object.fromEntries(KNOWN.split(', ').map((key) => [key, undefined]));
  expect(Object.keys(rateLimitOptions({ ...all, limit: 7 }))).toEqual(['limit']);
});
