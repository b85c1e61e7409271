import { InvalidRequestError, OriginNotAllowedError, SignupRefusedError } from '../../lib/errors';
import type { DatabaseConnection } from '../../lib/options/connection';
import { assertOriginAllowed, requireClient, requireConnection } from '../../lib/signup/authorize';
import type { ResolvedClient } from '../../lib/tenant/clients';
import type { ResolvedConnection } from '../../lib/tenant/connections';
import { clientsOf, connectionsOf } from '../support/settings';

const OPTIONS = { signal: new AbortController().signal };
const APP = 'https://app.example.com';

const client = (allowed_origins?: string[]) =>
  clientsOf([{ client_id: 'CID', allowed_origins }]).find('CID', OPTIONS) as ResolvedClient;

describe('requireClient()', () => {
  const found = client();

  it('returns the client that was found, whether the request names it or not', () => {
    expect(requireClient(found, 'CID')).toBe(found);
    expect(requireClient(found, undefined)).toBe(found);
  });

  it('throws if the request names no client and there is no global one', () => {
    expect(() => requireClient(undefined, undefined)).toThrow(
      new InvalidRequestError([{ path: 'client_id', message: 'client_id is required' }]),
    );
  });

  it('throws if the client is unknown', () => {
    expect(() => requireClient(undefined, 'two')).toThrow(
      new SignupRefusedError('client_not_found', 'client not found'),
    );
  });
});

describe('assertOriginAllowed()', () => {
  it('accepts an origin that the client allows', () => {
    expect(() => assertOriginAllowed(client([APP]), APP)).not.toThrow();
  });

  it.each(['https://evil.example', 'null', ''])('throws for any other origin: "%s"', (origin) => {
    expect(() => assertOriginAllowed(client([APP]), origin)).toThrow(
      new OriginNotAllowedError(origin),
    );
  });

  it('accepts every origin if the client has no list', () => {
    expect(() => assertOriginAllowed(client(), 'https://evil.example')).not.toThrow();
  });

  it('accepts a request without an origin, such as that of a server or of curl', () => {
    expect(() => assertOriginAllowed(client([]), undefined)).not.toThrow();
  });
});

describe('requireConnection()', () => {
  const DB: DatabaseConnection = { name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] };

  /** The result for a look-up of `DB`. */
  const required = (connections: readonly DatabaseConnection[]) =>
    requireConnection(
      connectionsOf(connections).find('DB', OPTIONS) as ResolvedConnection | undefined,
      client(),
    );

  const NOT_FOUND = new SignupRefusedError('connection_not_found', 'connection not found');
  const DISABLED = new SignupRefusedError('connection_not_enabled', 'The connection is disabled');
  const NOT_ENABLED = new SignupRefusedError(
    'connection_not_enabled',
    'Connection must be enabled for this client to perform single user creation and signup ' +
      'operations (client_id: CID - connection: DB)',
  );
  const NO_SIGNUP = new SignupRefusedError('signup_disabled', 'public signup is disabled');

  it('returns the connection that was found', () => {
    expect(required([{ ...DB, name: 'other' }, DB])).toMatchObject({ name: 'DB' });
  });

  it.each<[string, DatabaseConnection[], SignupRefusedError]>([
    ['is unknown', [], NOT_FOUND],
    ['is no database', [{ ...DB, strategy: 'google-oauth2' }], NOT_FOUND],
    ['is enabled for no client', [{ ...DB, enabled_clients: [] }], DISABLED],
    ['is enabled for other clients', [{ ...DB, enabled_clients: ['other', 'cid'] }], NOT_ENABLED],
    ['is closed for sign-ups', [{ ...DB, options: { disable_signup: true } }], NO_SIGNUP],
  ])('throws if the connection %s', (_title, connections, refusal) => {
    expect(() => required(connections)).toThrow(
      expect.objectContaining({ code: refusal.code, message: refusal.message }),
    );
  });

  it('reveals only to its own clients that the connection is closed for sign-ups', () => {
    const closed = { ...DB, enabled_clients: ['other'], options: { disable_signup: true } };

    expect(() => required([closed])).toThrow(NOT_ENABLED);
  });
});
