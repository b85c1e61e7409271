import { sentence } from '../support/expect-failure';
import { expectRefusal, expectSignup } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import { REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();
const app = apps.share();

const NOT_AN_OBJECT = 'invalid user_metadata type (expected object)';

/** An object with `name` as an own property, even if it is `__proto__`. */
const named = (name: string): Record<string, string> => Object.fromEntries([[name, 'x']]);

const properties = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, String(index)]));

describe('user_metadata is rejected', () => {
  it.each<[string, unknown, string]>([
    ['63: as a string', 'x', NOT_AN_OBJECT],
    ['63: as a number', 7, NOT_AN_OBJECT],
    ['63: as a boolean', false, NOT_AN_OBJECT],
    ['64: as an array', [], NOT_AN_OBJECT],
    [
      '65: with a boolean',
      { flag: true },
      'invalid user_metadata.flag type (only strings are allowed)',
    ],
    ['65: with a number', { n: 1 }, 'invalid user_metadata.n type (only strings are allowed)'],
    ['65: with an object', { o: {} }, 'invalid user_metadata.o type (only strings are allowed)'],
    ['65: with an array', { a: ['x'] }, 'invalid user_metadata.a type (only strings are allowed)'],
    ['65: with null', { z: null }, 'invalid user_metadata.z type (only strings are allowed)'],
    [
      '65: with an object under a name in brackets, beside a string',
      { a: 'hello', 'a[0]': { evil: 1 } },
      'invalid user_metadata.a[0] type (only strings are allowed)',
    ],
    ['66: with 11 properties', properties(11), 'invalid user_metadata (max 10 properties allowed)'],
    [
      '67: with a name of 101 characters',
      named('n'.repeat(101)),
      `invalid user_metadata.${'n'.repeat(100)} name (max 100 characters allowed)`,
    ],
    [
      '68: with a value of 501 characters',
      { k: 'v'.repeat(501) },
      'invalid user_metadata.k value (max 500 characters allowed)',
    ],
    ...['a.b', '.', '$a', '$', '__proto__', 'constructor', 'prototype', '_bsontype', ''].map(
      (name): [string, unknown, string] => [
        `69: with the name "${name}"`,
        named(name),
        `invalid user_metadata.${name} name (empty, reserved, with "." or a leading "$")`,
      ],
    ),
    ['69: with a NUL in a name', named('a\0b'), 'invalid user_metadata'],
    ['69: with a lone surrogate in a value', { a: '\ud800' }, 'invalid user_metadata'],
  ])('%s', async (_title, user_metadata, error) => {
    await expectRefusal(app(), { ...REQUEST, user_metadata }, sentence(error));
  });
});

it('69: a rejected name pollutes no prototype', async () => {
  const app = await apps.start();
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    await app.post({ ...REQUEST, user_metadata: named(name) });
    await app.post(JSON.stringify({ ...REQUEST }).replace('{', `{"${name}":{"x":"y"},`));
  }

  expect({}).not.toHaveProperty('x');
  expect(await storedUsers(app)).toHaveLength(1);
});

describe('user_metadata is stored and returned', () => {
  it.each<[string, Record<string, string>]>([
    ['66: with 10 properties', properties(10)],
    ['67: with a name of 100 characters', named('n'.repeat(100))],
    ['67: with a name of 100 characters of two UTF-16 units each', named('𝒩'.repeat(100))],
    ['68: with a value of 500 characters', { k: 'v'.repeat(500) }],
    ['68: with a value of 500 characters of two UTF-16 units each', { k: '𝒱'.repeat(500) }],
    ['69: with a $ inside a name', { a$b: 'x' }],
    ['with an empty value', { k: '' }],
    ['with names in brackets', { a: 'hello', 'a[0]': 'x', 'b[c]': 'y' }],
    ['without properties', {}],
  ])('%s', async (_title, user_metadata) => {
    const app = await apps.start();

    await expectSignup(
      app,
      { ...REQUEST, user_metadata },
      {
        shown: { email: 'a@example.com', user_metadata },
      },
    );
  });
});
