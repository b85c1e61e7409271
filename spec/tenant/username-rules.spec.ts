import { InvalidRequestError, InvalidUsernameError } from '../../lib/errors';
import type { ConnectionOptions } from '../../lib/tenant/database-connection';
import { usernameLengths, usernameRules } from '../../lib/tenant/username-rules';

const AT = 'connections[0].options';

const rules = (options: ConnectionOptions = {}) =>
  usernameRules('DB', { requires_username: true, ...options }, AT);

const lengths = (min?: number, max?: number): ConnectionOptions => ({
  validation: {
    username: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
  },
});

const caught = (username: unknown, options?: ConnectionOptions) =>
  rules(options)(username).then(
    (stored) => ({ stored }),
    (error: unknown) => error,
  );

describe('a username', () => {
  it.each([
    ['johndoe', 'johndoe'],
    ['J', 'j'],
    ['JOHN_DOE', 'john_doe'],
    ["abc_+-.!#$^`~@'", "abc_+-.!#$^`~@'"],
    ['0123456789', '0123456789'],
    ['.', '.'],
    ['@', '@'],
    ['a@', 'a@'],
    ['@b.co', '@b.co'],
    ['a@b', 'a@b'],
    ['\t johndoe\r\n', 'johndoe'],
    ['\u00a0johndoe\ufeff', 'johndoe'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
  ])('%j is stored as %j', async (username, stored) => {
    expect(await rules()(username)).toBe(stored);
  });

  it.each([
    ['a@b.co', 'The username cannot be an email.'],
    ['A@B.CO', 'The username cannot be an email.'],
    [' a@b.co ', 'The username cannot be an email.'],
    ['joão', 'The username has invalid characters.'],
    ['a b', 'The username has invalid characters.'],
    ['a/b', 'The username has invalid characters.'],
    ['a\\b', 'The username has invalid characters.'],
    ['a"b', 'The username has invalid characters.'],
    ['a&b', 'The username has invalid characters.'],
    ['a\tb', 'The username has invalid characters.'],
    ['a\nb', 'The username has invalid characters.'],
    ['a\u200bb', 'The username has invalid characters.'],
    ['\u212aelvin', 'The username has invalid characters.'],
    ['\u017fam', 'The username has invalid characters.'],
    ['İpek', 'The username has invalid characters.'],
    ['ᴮᴵᴳᴮᴵᴿᴰ', 'The username has invalid characters.'],
    ['ab', 'The username must have at least 3 characters.'],
    ['x'.repeat(16), 'The username must not be longer than 15 characters.'],
    ['x'.repeat(100_000), 'The username must not be longer than 15 characters.'],
  ])('%j is refused: %s', async (username, description) => {
    const error = await caught(username, lengths(3));

    expect(error).toBeInstanceOf(InvalidUsernameError);
    expect(error).toMatchObject({ status: 400, code: 'invalid_username', message: description });
  });

  it.each([
    [
      'an e-mail before its characters',
      'joão@example.com',
      lengths(),
      'The username cannot be an email.',
    ],
    [
      'an e-mail before its length',
      `${'x'.repeat(30)}@b.co`,
      lengths(),
      'The username cannot be an email.',
    ],
    ['characters before too short', 'ã', lengths(3), 'The username has invalid characters.'],
    [
      'characters before too long',
      'ã'.repeat(30),
      lengths(),
      'The username has invalid characters.',
    ],
  ])(
    'that breaks several rules gets one text: %s',
    async (_title, username, options, description) => {
      expect(await caught(username, options)).toMatchObject({ message: description });
    },
  );

  it.each([undefined, null, '', ' ', '\t\n'])(
    'that is absent or blank is missing: %j',
    async (username) => {
      const message = 'missing username for DB connection with requires_username enabled';
      const error = await caught(username);

      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message, errors: [{ path: 'username', message }] });
    },
  );

  it.each([7, 0, true, false, [], ['johndoe'], {}, { toString: () => 'x' }])(
    'that is no text is refused: %j',
    async (username) => {
      const error = await caught(username);

      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message: 'invalid username type (expected string)' });
    },
  );

  it.each(['a\0b', '\0', '\ud800', 'a\udc00b'])(
    'that is not the same to everyone is refused: %j',
    async (username) => {
      const error = await caught(username);

      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message: 'invalid username' });
    },
  );

  it('is in no error', async () => {
    for (const username of ['CANARY/CANARY', ['CANARY'], 'CANARY\0', 'CANARY@example.com']) {
      const error = (await caught(username)) as Error;

      expect(JSON.stringify([error, error.message, error.cause])).not.toMatch(/canary/i);
    }
  });
});

describe('the lengths', () => {
  it.each([
    { options: {}, min: 1, max: 15 },
    { options: { validation: null }, min: 1, max: 15 },
    { options: { validation: {} }, min: 1, max: 15 },
    { options: { validation: { username: null } }, min: 1, max: 15 },
    { options: lengths(3), min: 3, max: 15 },
    { options: lengths(undefined, 20), min: 1, max: 20 },
    { options: lengths(20), min: 20, max: 20 },
    { options: lengths(128, 128), min: 128, max: 128 },
  ])('are $min to $max with $options', async ({ options, min, max }) => {
    const check = rules(options);

    expect(usernameLengths(options, AT)).toEqual({ min, max });
    expect(await check('x'.repeat(min))).toHaveLength(min);
    expect(await check('x'.repeat(max))).toHaveLength(max);
    await expect(check('x'.repeat(max + 1))).rejects.toThrow(
      `The username must not be longer than ${max} characters.`,
    );
    if (min > 1) {
      await expect(check('x'.repeat(min - 1))).rejects.toThrow(
        `The username must have at least ${min} characters.`,
      );
    }
  });

  it.each<[unknown, string]>([
    ['x', "validation is 'x'; write { username: { min, max } }"],
    [{ user: {} }, 'validation.user is {}; there is no such option; write one of username'],
    [{ username: 15 }, 'validation.username is 15; write { min, max }'],
    [
      { username: { length: 3 } },
      'validation.username.length is 3; there is no such option; write one of min, max',
    ],
    [{ username: { min: 0 } }, 'validation.username.min is 0; write a whole number from 1 to 128'],
    [
      { username: { min: 1.5 } },
      'validation.username.min is 1.5; write a whole number from 1 to 128',
    ],
    [
      { username: { min: '3' } },
      "validation.username.min is '3'; write a whole number from 1 to 128",
    ],
    [
      { username: { max: 129 } },
      'validation.username.max is 129; write a whole number from 1 to 128',
    ],
    [
      { username: { min: 5, max: 4 } },
      'validation.username.max is 4; write a whole number from 5 to 128',
    ],
  ])(
    'are refused when they are none, also where no username is required: %j',
    (validation, message) => {
      for (const requires_username of [true, false]) {
        expect(() => rules({ validation, requires_username } as ConnectionOptions)).toThrow(
          new TypeError(`express-dbconnections: ${AT}.${message}`),
        );
      }
    },
  );
});

describe('a connection without requires_username', () => {
  it.each([{ requires_username: false }, { requires_username: null }])('%j', async (options) => {
    const check = rules(options);

    for (const username of ['johndoe', 'a/b', 'a\0b', 7, {}, null, undefined, 'x'.repeat(1000)]) {
      expect(await check(username)).toBeUndefined();
    }
  });
});
