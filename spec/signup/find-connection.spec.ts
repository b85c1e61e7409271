import { SignupRefusedError } from '../../lib/errors';
import { findConnection } from '../../lib/signup/find-connection';
import { type KnownClient, knownClients } from '../../lib/tenant/client-directory';
import { knownConnections } from '../../lib/tenant/connection-directory';
import type { DatabaseConnection } from '../../lib/tenant/database-connection';

const OPTIONS = { signal: new AbortController().signal };
const DB: DatabaseConnection = { name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] };

const CLIENT = knownClients([{ client_id: 'CID' }]).find('CID', OPTIONS) as KnownClient;

const find = (connections: readonly DatabaseConnection[], name = 'DB') =>
  findConnection(knownConnections(connections), name, CLIENT, OPTIONS);

const NOT_FOUND = new SignupRefusedError('connection_not_found', 'connection not found');
const DISABLED = new SignupRefusedError('connection_not_enabled', 'The connection is disabled');
const NOT_ENABLED = new SignupRefusedError(
  'connection_not_enabled',
  'Connection must be enabled for this client to perform single user creation and signup ' +
    'operations (client_id: CID - connection: DB)',
);
const NO_SIGNUP = new SignupRefusedError('signup_disabled', 'public signup is disabled');

describe('the connection of a request', () => {
  it('is the one that it names', async () => {
    expect(await find([{ ...DB, name: 'other' }, DB])).toMatchObject({ name: 'DB' });
  });

  it.each<[string, DatabaseConnection[], SignupRefusedError]>([
    ['known', [], NOT_FOUND],
    ['a database', [{ ...DB, strategy: 'google-oauth2' }], NOT_FOUND],
    ['enabled at all', [{ ...DB, enabled_clients: [] }], DISABLED],
    ['enabled for the client', [{ ...DB, enabled_clients: ['other', 'cid'] }], NOT_ENABLED],
    ['open for sign-ups', [{ ...DB, options: { disable_signup: true } }], NO_SIGNUP],
  ])('has to be %s', async (_title, connections, refusal) => {
    const error = await find(connections).catch((caught) => caught);

    expect(error).toEqual(refusal);
    expect(error.code).toBe(refusal.code);
  });

  it('that is closed for sign-ups says so to its own clients only', async () => {
    const closed = { ...DB, enabled_clients: ['other'], options: { disable_signup: true } };

    await expect(find([closed])).rejects.toEqual(NOT_ENABLED);
  });

  it('is looked for until the request is over', async () => {
    const ask = jest.fn(() => DB);

    await findConnection(knownConnections({ find: ask }), 'DB', CLIENT, OPTIONS);

    expect(ask).toHaveBeenCalledWith('DB', OPTIONS);
  });
});
