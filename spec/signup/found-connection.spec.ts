import { SignupRefusedError } from '../../lib/errors';
import { requireConnection } from '../../lib/signup/authorize';
import { createClients, type ResolvedClient } from '../../lib/tenant/clients';
import { createConnections, type ResolvedConnection } from '../../lib/tenant/connections';
import type { DatabaseConnection } from '../../lib/tenant/database-connection';

const OPTIONS = { signal: new AbortController().signal };
const DB: DatabaseConnection = { name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] };

const CLIENT = createClients([{ client_id: 'CID' }]).find('CID', OPTIONS) as ResolvedClient;

/** What comes of a look-up of `DB`. */
const find = (connections: readonly DatabaseConnection[]) =>
  requireConnection(
    createConnections(connections).find('DB', OPTIONS) as ResolvedConnection | undefined,
    CLIENT,
  );

const NOT_FOUND = new SignupRefusedError('connection_not_found', 'connection not found');
const DISABLED = new SignupRefusedError('connection_not_enabled', 'The connection is disabled');
const NOT_ENABLED = new SignupRefusedError(
  'connection_not_enabled',
  'Connection must be enabled for this client to perform single user creation and signup ' +
    'operations (client_id: CID - connection: DB)',
);
const NO_SIGNUP = new SignupRefusedError('signup_disabled', 'public signup is disabled');

describe('the connection of a request', () => {
  it('is the one that it names', () => {
    expect(find([{ ...DB, name: 'other' }, DB])).toMatchObject({ name: 'DB' });
  });

  it.each<[string, DatabaseConnection[], SignupRefusedError]>([
    ['known', [], NOT_FOUND],
    ['a database', [{ ...DB, strategy: 'google-oauth2' }], NOT_FOUND],
    ['enabled at all', [{ ...DB, enabled_clients: [] }], DISABLED],
    ['enabled for the client', [{ ...DB, enabled_clients: ['other', 'cid'] }], NOT_ENABLED],
    ['open for sign-ups', [{ ...DB, options: { disable_signup: true } }], NO_SIGNUP],
  ])('has to be %s', (_title, connections, refusal) => {
    expect(() => find(connections)).toThrow(
      expect.objectContaining({ code: refusal.code, message: refusal.message }),
    );
  });

  it('that is closed for sign-ups says so to its own clients only', () => {
    const closed = { ...DB, enabled_clients: ['other'], options: { disable_signup: true } };

    expect(() => find([closed])).toThrow(NOT_ENABLED);
  });
});
