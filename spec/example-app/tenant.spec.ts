import {
  pageTenant,
  readTenant,
  type Tenant,
  withOwnOrigins,
} from '../../example-app/server/tenant';

const ORIGINS = ['http://127.0.0.1:4000', 'https://127.0.0.1:4443'];

describe('pageTenant', () => {
  const connection = { name: 'DB', strategy: 'auth0', enabled_clients: ['CID'] };
  const tenant = (...connections: Tenant['connections']): Tenant => ({
    clients: [{ client_id: 'CID' }],
    connections,
    flags: {},
  });

  it('does not show other properties of a pasted tenant', () => {
    const secret = 'keep this';
    const { clients, connections } = tenant({
      ...connection,
      options: {
        configuration: { secret },
        customScripts: {},
        password_dictionary: { enable: true, dictionary: [secret] },
      },
    } as Tenant['connections'][number]);
    const pasted = {
      clients: clients.map((client) => ({ ...client, client_secret: secret })),
      connections,
      flags: {},
    };
    expect(JSON.stringify(pageTenant(pasted))).not.toContain(secret);
  });

  it('leaves out connections that the client cannot use', () => {
    const { connections } = pageTenant(
      tenant(
        connection,
        { ...connection, name: 'other-client', enabled_clients: ['other'] },
        { ...connection, name: 'no-client', enabled_clients: [] },
        { ...connection, name: 'google', strategy: 'google-oauth2' },
      ),
    );
    expect(connections.map(({ name }) => name)).toEqual(['DB']);
  });

  it.each([
    [undefined, 'good'],
    [null, 'none'],
    ['excellent', 'excellent'],
  ] as const)('treats the password policy %j as the router does: %s', (passwordPolicy, policy) => {
    const options = passwordPolicy === undefined ? {} : { passwordPolicy };
    const { connections } = pageTenant(tenant({ ...connection, options }));
    expect(connections[0]?.passwordPolicy).toBe(policy);
  });
});

describe('withOwnOrigins', () => {
  const connections: Tenant['connections'] = [];
  const originsOf = (client: object) => {
    const tenant = { clients: [{ client_id: 'CID', ...client }], connections, flags: {} };
    return withOwnOrigins(tenant, ORIGINS).clients[0]?.allowed_origins;
  };

  it("adds the app's own origins to those of each client", () => {
    expect(originsOf({ allowed_origins: ['https://app.example.com'] })).toEqual([
      'https://app.example.com',
      ...ORIGINS,
    ]);
  });

  it.each([
    ['no', {}],
    ['null as', { allowed_origins: null }],
    ['an empty list of', { allowed_origins: [] }],
  ])("allows only the app's own origins to a client with %s origins", (_, client) => {
    expect(originsOf(client)).toEqual(ORIGINS);
  });
});

describe('tenant.json', () => {
  it('allows no origins but those that the app adds', () => {
    const { clients } = withOwnOrigins(readTenant(), ORIGINS);
    expect(clients).toHaveLength(1);
    expect(clients[0]).toMatchObject({ allowed_origins: ORIGINS });
    expect(clients[0]).not.toHaveProperty('callbacks');
  });
});
