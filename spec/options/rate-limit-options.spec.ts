import { MemoryStore } from 'express-rate-limit';
import { parseDocument } from '../../lib/options/parse-options';
import { rateLimitSchema } from '../../lib/options/rate-limit-options';

const KNOWN =
  'identifier, ipv6Subnet, keyGenerator, legacyHeaders, limit, logger, passOnStoreError, ' +
  'requestPropertyName, retryAfter, skip, standardHeaders, store, validate, windowMs';

const parse = (rateLimit: unknown) => parseDocument('rateLimit', rateLimitSchema, rateLimit);

function messageOf(rateLimit: unknown): string {
  try {
    parse(rateLimit);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
  return 'it is accepted';
}

it.each([[true], [50], [null], [undefined], [[]], ['50/min']])('rejects %p', (rateLimit) => {
  expect(messageOf(rateLimit)).toMatch(
    /^express-dbconnections: rateLimit is .*; write false or options of express-rate-limit$/,
  );
});

it.each([
  ['handler', () => undefined, 'a function'],
  ['message', 'no', 'a string'],
  ['statusCode', 418, '418'],
  ['skipFailedRequests', true, 'true'],
  ['skipSuccessfulRequests', true, 'true'],
  ['requestWasSuccessful', () => true, 'a function'],
  ['max', 5, '5'],
  ['headers', true, 'true'],
  ['onLimitReached', null, 'null'],
  ['draft_polli_ratelimit_headers', true, 'true'],
  ['window', 1000, '1000'],
])('rejects the option %s', (key, value, shown) => {
  expect(messageOf({ [key]: value })).toBe(
    `express-dbconnections: rateLimit.${key} is ${shown}; there is no such option; write one of ${KNOWN}`,
  );
});

describe('values that would limit no request, every request, or fail at each request', () => {
  it.each<[string, unknown]>([
    ...[Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 1.5, '50', null, true].map(
      (value): [string, unknown] => ['limit', value],
    ),
    ...[Number.NaN, Number.POSITIVE_INFINITY, 0, -1, 0.5, 2 ** 31, '60s', null].map(
      (value): [string, unknown] => ['windowMs', value],
    ),
    ...['skip', 'keyGenerator'].flatMap((key): [string, unknown][] => [
      [key, true],
      [key, 'ip'],
      [key, null],
    ]),
    ...['legacyHeaders', 'passOnStoreError'].flatMap((key): [string, unknown][] => [
      [key, 'yes'],
      [key, 1],
      [key, null],
    ]),
    ...[{}, [], 'redis', null, MemoryStore, { increment: true }].map((value): [string, unknown] => [
      'store',
      value,
    ]),
    ...[31, 65, 200, -1, 4.5, Number.NaN, '64', true, null].map((value): [string, unknown] => [
      'ipv6Subnet',
      value,
    ]),
    ...[Number.NaN, -1, '60', null].map((value): [string, unknown] => ['retryAfter', value]),
  ])('rejects %s: %p', (key, value) => {
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
  [{ skip: () => false, keyGenerator: () => 'key' }],
  [{ store: new MemoryStore() }],
  [{ ipv6Subnet: 32 }],
  [{ ipv6Subnet: 48 }],
  [{ ipv6Subnet: 64 }],
  [{ ipv6Subnet: false }],
  [{ ipv6Subnet: () => 64 }],
  [{ retryAfter: 60 }],
  [{ retryAfter: () => 60 }],
  [{ standardHeaders: 'draft-8', identifier: 'signups', legacyHeaders: false }],
  [{ logger: { error() {}, warn() {} }, passOnStoreError: false }],
  [{ requestPropertyName: 'signupLimit', validate: false }],
])('accepts %p unchanged', (rateLimit) => {
  expect(parse(rateLimit)).toEqual(rateLimit);
});

it('accepts false', () => {
  expect(parse(false)).toBe(false);
});

it('drops what is undefined', () => {
  const all = Object.fromEntries(KNOWN.split(', ').map((key) => [key, undefined]));
  expect(Object.keys(parse({ ...all, limit: 7 }))).toEqual(['limit']);
});
