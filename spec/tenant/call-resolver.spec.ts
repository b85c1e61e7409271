import { SignupRefusedError, TemporarilyUnavailableError } from '../../lib/errors';
import { callResolver, isPossibleName } from '../../lib/tenant/call-resolver';

describe('a question to a directory of the host', () => {
  it.each([
    ['at once', () => 'answer'],
    ['later', async () => 'answer'],
  ])('is answered %s', async (_when, question) => {
    expect(await callResolver(question)).toBe('answer');
  });

  it.each<[string, (error: unknown) => never | Promise<never>]>([
    [
      'at once',
      (error) => {
        throw error;
      },
    ],
    ['later', (error) => Promise.reject(error)],
  ])('that fails %s is a store that is down', async (_when, fail) => {
    const fault = new Error('connection refused');

    const error = await callResolver(() => fail(fault)).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(TemporarilyUnavailableError);
    expect(error).toMatchObject({ status: 503, cause: fault });
  });

  it.each([
    new TemporarilyUnavailableError({ retryAfter: 30 }),
    new SignupRefusedError('client_not_found', 'client not found'),
  ])('that fails with a typed error fails with that: $name', async (error) => {
    await expect(callResolver(() => Promise.reject(error))).rejects.toBe(error);
  });

  it.each([undefined, null, 'text'])(
    'that fails with %s is a store that is down too',
    async (cause) => {
      await expect(callResolver(() => Promise.reject(cause))).rejects.toThrow(
        TemporarilyUnavailableError,
      );
    },
  );
});

describe('a name', () => {
  it('of 128 characters is worth a question, a longer one is not', () => {
    expect(isPossibleName('x'.repeat(128))).toBe(true);
    expect(isPossibleName('x'.repeat(129))).toBe(false);
  });
});
