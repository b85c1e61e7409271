import { InvalidRequestError, OriginNotAllowedError, SignupRefusedError } from '../../lib/errors';
import { findClient, refuseForeignOrigin } from '../../lib/signup/find-client';
import { knownClients } from '../../lib/tenant/client-directory';

const OPTIONS = { signal: new AbortController().signal };
const ONE = { client_id: 'one', allowed_origins: ['https://app.example.com'] };

describe('the client of a request', () => {
  it('is the one that it names', async () => {
    expect(await findClient(knownClients([ONE]), 'one', OPTIONS)).toMatchObject({
      client_id: 'one',
    });
  });

  it('is the global one where it names none', async () => {
    const clients = knownClients([ONE, { client_id: 'two', global: true }]);

    expect(await findClient(clients, undefined, OPTIONS)).toMatchObject({ client_id: 'two' });
  });

  it.each([
    ['a client', knownClients([ONE])],
    ["a host's directory", knownClients({ find: () => null, allowsOrigin: () => true })],
  ])('has to be named where there is no global one: %s', async (_title, clients) => {
    const message = 'client_id is required';

    await expect(findClient(clients, undefined, OPTIONS)).rejects.toEqual(
      new InvalidRequestError([{ path: 'client_id', message }]),
    );
  });

  it('has to be known', async () => {
    await expect(findClient(knownClients([ONE]), 'two', OPTIONS)).rejects.toEqual(
      new SignupRefusedError('client_not_found', 'client not found'),
    );
  });

  it('is looked for until the request is over', async () => {
    const find = jest.fn();
    const clients = knownClients({ find, allowsOrigin: () => true });

    await findClient(clients, 'one', OPTIONS).catch(() => undefined);

    expect(find).toHaveBeenCalledWith('one', OPTIONS);
  });
});

describe('a page', () => {
  const client = (allowed_origins?: string[]) =>
    findClient(knownClients([{ ...ONE, allowed_origins }]), 'one', OPTIONS);

  it('of an origin that the client allows passes', async () => {
    const one = await client(['https://app.example.com']);

    expect(() => refuseForeignOrigin(one, 'https://app.example.com')).not.toThrow();
  });

  it.each(['https://evil.example', 'null', ''])(
    'of another origin does not: "%s"',
    async (origin) => {
      const one = await client(['https://app.example.com']);

      expect(() => refuseForeignOrigin(one, origin)).toThrow(new OriginNotAllowedError(origin));
    },
  );

  it('of any origin passes where the client has no list', async () => {
    const one = await client();

    expect(() => refuseForeignOrigin(one, 'https://evil.example')).not.toThrow();
  });

  it('that is none, such as a server or curl, passes', async () => {
    const one = await client([]);

    expect(() => refuseForeignOrigin(one, undefined)).not.toThrow();
  });
});
