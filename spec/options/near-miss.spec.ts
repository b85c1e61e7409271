import { nearMiss } from '../../lib/options/near-miss';

const KNOWN = ['name', 'global', 'tenant', 'options', 'allowed_origins', 'requires_username'];

it.each([
  ['allowed_origin', 'allowed_origins'],
  ['allowed_originss', 'allowed_origins'],
  ['Allowed_Origins', 'allowed_origins'],
  ['allowedOrigins', 'allowed_origins'],
  ['allowedOrigin', 'allowed_origins'],
  ['alowed_orgins', 'allowed_origins'],
  ['allow_origins', 'allowed_origins'],
  ['require_username', 'requires_username'],
  ['requiresUserName', 'requires_username'],
  ['option', 'options'],
  ['OPTIONS', 'options'],
  ['opitons', 'options'],
])('%s misspells %s', (key, known) => {
  expect(nearMiss(key, KNOWN)).toBe(known);
});

it.each([
  '_id',
  '__v',
  'tenantId',
  'tenants',
  'Name',
  'globals',
  'opt',
  'operation',
  'allowed_callers',
  'allowed_orig',
  'username',
  '',
])('%j misspells none', (key) => {
  expect(nearMiss(key, KNOWN)).toBeUndefined();
});

it('does not compare a key that is much longer', () => {
  expect(nearMiss('allowed_origins'.repeat(10_000), KNOWN)).toBeUndefined();
});
