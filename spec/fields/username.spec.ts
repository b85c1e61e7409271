import { InvalidRequestError, InvalidUsernameError } from '../../lib/errors';
import { createUsernameReader } from '../../lib/fields/username';

const reader = (min = 1, max = 15) => createUsernameReader({ connection: 'DB', min, max });

const caught = (username: unknown, min?: number) =>
  reader(min)(username).then(
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
    expect(await reader()(username)).toBe(stored);
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
  ])('%j is rejected: %s', async (username, description) => {
    const error = await caught(username, 3);

    expect(error).toBeInstanceOf(InvalidUsernameError);
    expect(error).toMatchObject({ status: 400, code: 'invalid_username', message: description });
  });

  it.each([
    ['an e-mail before its characters', 'joão@example.com', 1, 'The username cannot be an email.'],
    [
      'an e-mail before its length',
      `${'x'.repeat(30)}@b.co`,
      1,
      'The username cannot be an email.',
    ],
    ['characters before too short', 'ã', 3, 'The username has invalid characters.'],
    ['characters before too long', 'ã'.repeat(30), 1, 'The username has invalid characters.'],
  ])('that breaks several rules has one error: %s', async (_title, username, min, description) => {
    expect(await caught(username, min)).toMatchObject({ message: description });
  });

  it.each([undefined, null, '', ' ', '\t\n'])(
    'is missing when it is absent or blank: %j',
    async (username) => {
      const message = 'missing username for DB connection with requires_username enabled';
      const error = await caught(username);

      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message, errors: [{ path: 'username', message }] });
    },
  );

  it.each([7, 0, true, false, [], ['johndoe'], {}, { toString: () => 'x' }])(
    'that is not a string is rejected: %j',
    async (username) => {
      const error = await caught(username);

      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message: 'invalid username type (expected string)' });
    },
  );

  it.each(['a\0b', '\0', '\ud800', 'a\udc00b'])(
    'with NUL or a lone surrogate is rejected: %j',
    async (username) => {
      const error = await caught(username);

      expect(error).toBeInstanceOf(InvalidRequestError);
      expect(error).toMatchObject({ message: 'invalid username' });
    },
  );

  it('is not part of an error', async () => {
    for (const username of ['CANARY/CANARY', ['CANARY'], 'CANARY\0', 'CANARY@example.com']) {
      const error = (await caught(username)) as Error;

      expect(JSON.stringify([error, error.message, error.cause])).not.toMatch(/canary/i);
    }
  });
});

it.each([
  [1, 15],
  [3, 15],
  [1, 20],
  [20, 20],
  [128, 128],
])('a username of %d to %d characters is accepted', async (min, max) => {
  const read = reader(min, max);

  expect(await read('x'.repeat(min))).toHaveLength(min);
  expect(await read('x'.repeat(max))).toHaveLength(max);
  await expect(read('x'.repeat(max + 1))).rejects.toThrow(
    `The username must not be longer than ${max} characters.`,
  );
  if (min > 1) {
    await expect(read('x'.repeat(min - 1))).rejects.toThrow(
      `The username must have at least ${min} characters.`,
    );
  }
});
