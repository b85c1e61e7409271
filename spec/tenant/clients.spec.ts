import { TemporarilyUnavailableError } from '../../lib/errors';
import type { Client } from '../../lib/tenant/client';
import { type ClientResolver, type Clients, createClients } from '../../lib/tenant/clients';

const OPTIONS = { signal: new AbortController().signal };

const APP = 'https://app.example.com';
const OTHER = 'https://other.example.com';

const find = async (clients: Clients, client_id?: string) => clients.find(client_id, OPTIONS);

describe('an array of clients', () => {
  it('finds a client by its ID', async () => {
    const clients = createClients([{ client_id: 'one' }, { client_id: 'two' }]);

    expect(await find(clients, 'two')).toMatchObject({ client_id: 'two' });
  });

  it.each([
    '',
    'One',
    'one ',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty',
    'x'.repeat(129),
  ])('finds no client under another name: %s', async (client_id) => {
    expect(await find(createClients([{ client_id: 'one' }]), client_id)).toBeUndefined();
  });

  it('finds a client whose ID means something to JavaScript', async () => {
    const clients = createClients([{ client_id: '__proto__' }]);

    expect(await find(clients, '__proto__')).toMatchObject({ client_id: '__proto__' });
    expect(await find(clients, 'client_id')).toBeUndefined();
  });

  it.each([
    { globals: 0, flags: [false, undefined], client_id: undefined },
    { globals: 1, flags: [undefined, true], client_id: 'client1' },
    { globals: 2, flags: [true, true], client_id: undefined },
  ])('with $globals global clients', async ({ flags, client_id }) => {
    const clients = createClients(
      flags.map((global, index) => ({
        client_id: `client${index}`,
        ...(global !== undefined && { global }),
      })),
    );

    expect((await find(clients, undefined))?.client_id).toBe(client_id);
    expect(clients.clientIdRequired).toBe(client_id === undefined);
  });

  it('may be empty: then nobody signs up', async () => {
    const clients = createClients([]);

    expect(await find(clients, 'one')).toBeUndefined();
    expect(clients.allowEveryOrigin).toBe(false);
    expect(clients.allowsOrigin(APP, OPTIONS)).toBe(false);
  });

  it('allows the origins of all of its clients, while each client allows its own', async () => {
    const clients = createClients([
      { client_id: 'one', allowed_origins: [APP] },
      { client_id: 'two', allowed_origins: [OTHER] },
    ]);

    expect(clients.allowEveryOrigin).toBe(false);
    expect(
      [APP, OTHER, 'https://evil.example'].map((o) => clients.allowsOrigin(o, OPTIONS)),
    ).toEqual([true, true, false]);
    const one = await find(clients, 'one');
    expect([one?.allowsOrigin(APP), one?.allowsOrigin(OTHER)]).toEqual([true, false]);
  });

  it('allows every origin when one client does', () => {
    const clients = createClients([
      { client_id: 'one', allowed_origins: [] },
      { client_id: 'two' },
    ]);

    expect(clients.allowEveryOrigin).toBe(true);
  });

  it("takes what else Auth0's clients have", async () => {
    const exported = {
      client_id: 'one',
      name: 'My App',
      tenant: 'acme',
      app_type: 'spa',
      callbacks: null,
      allowed_origins: null,
      web_origins: [APP],
      is_first_party: true,
      global: false,
      client_metadata: {},
    };

    expect(await find(createClients([exported]), 'one')).toMatchObject({ client_id: 'one' });
  });

  it.each<[string, unknown, string]>([
    [
      'no object',
      'one',
      "clients[0] is 'one'; write an Auth0 client, such as { client_id: 'my-app' }",
    ],
    ['null', null, "clients[0] is null; write an Auth0 client, such as { client_id: 'my-app' }"],
    ['no ID', {}, 'clients[0].client_id is undefined; write a non-empty string'],
    ['an empty ID', { client_id: '' }, "clients[0].client_id is ''; write a non-empty string"],
    [
      'an ID that is no text',
      { client_id: 7 },
      'clients[0].client_id is 7; write a non-empty string',
    ],
    [
      'a global that is no boolean',
      { client_id: 'one', global: 'yes' },
      "clients[0].global is 'yes'; write true or false",
    ],
  ])('refuses a client with %s', (_title, client, message) => {
    expect(() => createClients([client])).toThrow(
      new TypeError(`express-dbconnections: ${message}`),
    );
  });

  it('refuses two clients of one ID', () => {
    expect(() => createClients([{ client_id: 'one' }, { client_id: 'one' }])).toThrow(
      new TypeError("express-dbconnections: clients[1].client_id is 'one'; it stands there twice"),
    );
  });

  it('is not concerned by what happens to the array later', async () => {
    const list = [{ client_id: 'one' }];
    const clients = createClients(list);

    list.pop();
    expect(await find(clients, 'one')).toMatchObject({ client_id: 'one' });
  });
});

describe("a host's directory of clients", () => {
  const CLIENT: Client = { client_id: 'one', allowed_origins: [APP] };

  const directory = (found: unknown): ClientResolver & { find: jest.Mock } => ({
    find: jest.fn(() => found as Client),
    allowsOrigin: (origin) => origin === APP,
  });

  it.each([
    ['at once', CLIENT],
    ['later', Promise.resolve(CLIENT)],
  ])('finds a client %s', async (_when, found) => {
    const client = await find(createClients(directory(found)), 'one');

    expect(client?.client_id).toBe('one');
    expect([client?.allowsOrigin(APP), client?.allowsOrigin(OTHER)]).toEqual([true, false]);
  });

  it.each([undefined, null, Promise.resolve(undefined), Promise.resolve(null)])(
    'finds none with %s',
    async (found) => {
      expect(await find(createClients(directory(found)), 'one')).toBeUndefined();
    },
  );

  it('is asked as a method, with the ID as it came and the signal of the request', async () => {
    class Directory implements ClientResolver {
      readonly asked: unknown[] = [];
      find(...question: unknown[]) {
        this.asked.push(question);
        return null;
      }
      allowsOrigin(...question: unknown[]) {
        this.asked.push(question);
        return true;
      }
    }
    const host = new Directory();
    const clients = createClients(host);

    await find(clients, '__proto__');
    await find(clients, undefined);
    await clients.allowsOrigin(APP, OPTIONS);

    expect(host.asked).toEqual([
      ['__proto__', OPTIONS],
      [undefined, OPTIONS],
      [APP, OPTIONS],
    ]);
  });

  it('decides itself which client a request without client_id means', async () => {
    const clients = createClients(directory(CLIENT));

    expect(clients.clientIdRequired).toBe(false);
    expect(await find(clients, undefined)).toMatchObject({ client_id: 'one' });
  });

  it('is not asked for an ID of more than 128 characters', async () => {
    const host = directory(CLIENT);

    expect(await find(createClients(host), 'x'.repeat(129))).toBeUndefined();
    expect(host.find).not.toHaveBeenCalled();
    expect(await find(createClients(host), 'x'.repeat(128))).toBeDefined();
  });

  it('is asked for each origin', async () => {
    const clients = createClients(directory(CLIENT));

    expect(clients.allowEveryOrigin).toBe(false);
    expect(await clients.allowsOrigin(APP, OPTIONS)).toBe(true);
    expect(await clients.allowsOrigin(OTHER, OPTIONS)).toBe(false);
  });

  it('that fails is a store that is down', async () => {
    const down = new Error('connection refused');
    const fail = () => {
      throw down;
    };
    const clients = createClients({ find: fail, allowsOrigin: fail });

    const faults = await Promise.allSettled([
      find(clients, 'one'),
      Promise.resolve(clients.allowsOrigin(APP, OPTIONS)),
    ]);

    for (const fault of faults) {
      expect(fault).toMatchObject({ status: 'rejected', reason: { status: 503, cause: down } });
    }
  });

  it('may say itself when it is down', async () => {
    const busy = new TemporarilyUnavailableError({ retryAfter: 30 });

    await expect(find(createClients(directory(Promise.reject(busy))), 'one')).rejects.toBe(busy);
  });

  it.each<[unknown, string]>([
    ['one', "clients.find() is 'one'"],
    [[CLIENT], 'clients.find() is ['],
    [{}, 'clients.find().client_id is undefined'],
    [{ client_id: 'one', allowed_origins: ['*'] }, "clients.find().allowed_origins[0] is '*'"],
  ])(
    'that finds nonsense is a fault of the host, not a store that is down: %j',
    async (found, named) => {
      const error = await find(createClients(directory(found)), 'one').catch(
        (caught: unknown) => caught,
      );

      expect(error).toBeInstanceOf(TypeError);
      expect(String(error)).toContain(`express-dbconnections: ${named}`);
    },
  );

  it.each<[unknown, string]>([
    [undefined, 'clients is undefined'],
    [null, 'clients is null'],
    ['one', "clients is 'one'"],
    [() => undefined, 'clients is [Function (anonymous)]'],
    [{}, 'clients.find is undefined'],
    [{ find: () => null }, 'clients.allowsOrigin is undefined'],
    [{ find: 'x', allowsOrigin: () => true }, "clients.find is 'x'"],
  ])('is refused when it cannot be asked: %s', (clients, named) => {
    const advice = 'write an array of clients or { find(client_id), allowsOrigin(origin) }';

    expect(() => createClients(clients)).toThrow(
      new TypeError(`express-dbconnections: ${named}; ${advice}`),
    );
  });
});
