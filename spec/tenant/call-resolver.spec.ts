import { SignupRefusedError, TemporarilyUnavailableError } from '../../lib/errors';
import { callResolver, isPossibleName } from '../../lib/tenant/call-resolver';

describe('a call of a resolver', () => {
  it.each([
    ['at once', () => 'answer'],
    ['later', async () => 'answer'],
  ])('resolves with a result that is returned %s', async (_when, question) => {
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
  ])('becomes a 503 when it fails %s', async (_when, fail) => {
    const fault = new Error('connection refused');

    const error = await callResolver(() => fail(fault)).catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(TemporarilyUnavailableError);
    expect(error).toMatchObject({ status: 503, reason: 'resolver', cause: fault });
  });

  it.each([
    new TemporarilyUnavailableError({ retryAfter: 30 }),
    new SignupRefusedError('client_not_found', 'client not found'),
  ])('passes a typed error on: $name', async (error) => {
    await expect(callResolver(() => Promise.reject(error))).rejects.toBe(error);
  });

  it.each([undefined, null, 'text'])('becomes a 503 when it fails with %s', async (cause) => {
    await expect(callResolver(() => Promise.reject(cause))).rejects.toThrow(
      TemporarilyUnavailableError,
    );
  });
});

describe('a name', () => {
  it('is looked up with up to 128 characters', () => {
    expect(isPossibleName('x'.repeat(128))).toBe(true);
    expect(isPossibleName('x'.repeat(129))).toBe(false);
  });
});
