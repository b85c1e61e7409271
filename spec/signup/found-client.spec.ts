import { InvalidRequestError, OriginNotAllowedError, SignupRefusedError } from '../../lib/errors';
import { assertOriginAllowed, requireClient } from '../../lib/signup/authorize';
import { createClients, type ResolvedClient } from '../../lib/tenant/clients';

const OPTIONS = { signal: new AbortController().signal };
const ONE = { client_id: 'one', allowed_origins: ['https://app.example.com'] };

const known = createClients([ONE]).find('one', OPTIONS) as ResolvedClient;

describe('the client of a request', () => {
  it('is the one that was found, whether it was named or not', () => {
    expect(requireClient(known, 'one')).toBe(known);
    expect(requireClient(known, undefined)).toBe(known);
  });

  it('has to be named where there is none for those who name none', () => {
    expect(() => requireClient(undefined, undefined)).toThrow(
      new InvalidRequestError([{ path: 'client_id', message: 'client_id is required' }]),
    );
  });

  it('has to be known', () => {
    expect(() => requireClient(undefined, 'two')).toThrow(
      new SignupRefusedError('client_not_found', 'client not found'),
    );
  });
});

describe('a page', () => {
  const client = (allowed_origins?: string[]) =>
    createClients([{ ...ONE, allowed_origins }]).find('one', OPTIONS) as ResolvedClient;

  it('of an origin that the client allows passes', () => {
    const one = client(['https://app.example.com']);

    expect(() => assertOriginAllowed(one, 'https://app.example.com')).not.toThrow();
  });

  it.each(['https://evil.example', 'null', ''])('of another origin does not: "%s"', (origin) => {
    const one = client(['https://app.example.com']);

    expect(() => assertOriginAllowed(one, origin)).toThrow(new OriginNotAllowedError(origin));
  });

  it('of any origin passes where the client has no list', () => {
    const one = client();

    expect(() => assertOriginAllowed(one, 'https://evil.example')).not.toThrow();
  });

  it('that is none, such as a server or curl, passes', () => {
    const one = client([]);

    expect(() => assertOriginAllowed(one, undefined)).not.toThrow();
  });
});
