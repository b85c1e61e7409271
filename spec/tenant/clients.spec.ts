import { TemporarilyUnavailableError } from '../../lib/errors';
import type { Client, ClientResolver } from '../../lib/options/client';
import type { Clients } from '../../lib/tenant/clients';
import { clientsOf } from '../support/settings';

const OPTIONS = { signal: new AbortController().signal };

const APP = 'https://app.example.com';
const OTHER = 'https://other.example.com';

const find = async (clients: Clients, client_id?: string) => clients.find(client_id, OPTIONS);

describe('an array of clients', () => {
  it('finds a client by its ID', async () => {
    const clients = clientsOf([{ client_id: 'one' }, { client_id: 'two' }]);

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
    expect(await find(clientsOf([{ client_id: 'one' }]), client_id)).toBeUndefined();
  });

  it('finds a client whose ID is a property of every object', async () => {
    const clients = clientsOf([{ client_id: '__proto__' }]);

    expect(await find(clients, '__proto__')).toMatchObject({ client_id: '__proto__' });
    expect(await find(clients, 'client_id')).toBeUndefined();
  });

  it.each([
    { globals: 0, flags: [false, undefined], client_id: undefined },
    { globals: 1, flags: [undefined, true], client_id: 'client1' },
    { globals: 2, flags: [true, true], client_id: undefined },
  ])('with $globals global clients', async ({ flags, client_id }) => {
    const clients = clientsOf(
      flags.map((global, index) => ({
        client_id: `client${index}`,
        ...(global !== undefined && { global }),
      })),
    );

    expect((await find(clients, undefined))?.client_id).toBe(client_id);
    expect(clients.clientIdRequired).toBe(client_id === undefined);
  });

  it('may be empty: then no client is found', async () => {
    const clients = clientsOf([]);

    expect(await find(clients, 'one')).toBeUndefined();
    expect(clients.allowEveryOrigin).toBe(false);
    expect(clients.allowsOrigin(APP, OPTIONS)).toBe(false);
  });

  it('allows the origins of all of its clients, while each client allows its own', async () => {
    const clients = clientsOf([
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
    const clients = clientsOf([{ client_id: 'one', allowed_origins: [] }, { client_id: 'two' }]);

    expect(clients.allowEveryOrigin).toBe(true);
  });

  it("accepts the other keys of Auth0's clients", async () => {
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

    expect(await find(clientsOf([exported]), 'one')).toMatchObject({ client_id: 'one' });
  });

  it('ignores later changes of the array', async () => {
    const list = [{ client_id: 'one' }];
    const clients = clientsOf(list);

    list.pop();
    expect(await find(clients, 'one')).toMatchObject({ client_id: 'one' });
  });
});

describe('a resolver of clients', () => {
  const CLIENT: Client = { client_id: 'one', allowed_origins: [APP] };

  const directory = (found: unknown): ClientResolver & { find: jest.Mock } => ({
    find: jest.fn(() => found as Client),
    allowsOrigin: (origin) => origin === APP,
  });

  it.each([
    ['at once', CLIENT],
    ['later', Promise.resolve(CLIENT)],
  ])('finds a client %s', async (_when, found) => {
    const client = await find(clientsOf(directory(found)), 'one');

    expect(client?.client_id).toBe('one');
    expect([client?.allowsOrigin(APP), client?.allowsOrigin(OTHER)]).toEqual([true, false]);
  });

  it.each([undefined, null, Promise.resolve(undefined), Promise.resolve(null)])(
    'finds none with %s',
    async (found) => {
      expect(await find(clientsOf(directory(found)), 'one')).toBeUndefined();
    },
  );

  it('is called as a method, with the unchanged ID and the signal of the request', async () => {
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
    const clients = clientsOf(host);

    await find(clients, '__proto__');
    await find(clients, undefined);
    await clients.allowsOrigin(APP, OPTIONS);

    expect(host.asked).toEqual([
      ['__proto__', OPTIONS],
      [undefined, OPTIONS],
      [APP, OPTIONS],
    ]);
  });

  it('decides which client a request without client_id means', async () => {
    const clients = clientsOf(directory(CLIENT));

    expect(clients.clientIdRequired).toBe(false);
    expect(await find(clients, undefined)).toMatchObject({ client_id: 'one' });
  });

  it('is not called for an ID of more than 128 characters', async () => {
    const host = directory(CLIENT);

    expect(await find(clientsOf(host), 'x'.repeat(129))).toBeUndefined();
    expect(host.find).not.toHaveBeenCalled();
    expect(await find(clientsOf(host), 'x'.repeat(128))).toBeDefined();
  });

  it('is called for each origin', async () => {
    const clients = clientsOf(directory(CLIENT));

    expect(clients.allowEveryOrigin).toBe(false);
    expect(await clients.allowsOrigin(APP, OPTIONS)).toBe(true);
    expect(await clients.allowsOrigin(OTHER, OPTIONS)).toBe(false);
  });

  it('becomes a 503 when it fails', async () => {
    const down = new Error('connection refused');
    const fail = () => {
      throw down;
    };
    const clients = clientsOf({ find: fail, allowsOrigin: fail });

    const faults = await Promise.allSettled([
      find(clients, 'one'),
      Promise.resolve(clients.allowsOrigin(APP, OPTIONS)),
    ]);

    for (const fault of faults) {
      expect(fault).toMatchObject({ status: 'rejected', reason: { status: 503, cause: down } });
    }
  });

  it('may throw a TemporarilyUnavailableError of its own', async () => {
    const busy = new TemporarilyUnavailableError({ retryAfter: 30 });

    await expect(find(clientsOf(directory(Promise.reject(busy))), 'one')).rejects.toBe(busy);
  });

  it.each<[unknown, string]>([
    ['one', 'clients.find() is a string'],
    [[CLIENT], 'clients.find() is an array'],
    [{}, 'clients.find().client_id is undefined'],
    [new Map(Object.entries(CLIENT)), 'clients.find() is an instance of Map'],
    [{ client_id: 'one', allowed_origins: ['*'] }, 'clients.find().allowed_origins[0] is a string'],
    [{ client_id: 'one', allowed_origin: [APP] }, 'clients.find().allowed_origin is an array'],
  ])('rejects a wrong client with a TypeError, which is no 503: %j', async (found, named) => {
    const error = await find(clientsOf(directory(found)), 'one').catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(TypeError);
    expect(String(error)).toContain(`express-dbconnections: ${named}`);
  });

  it('compiles an object once, however often it is found', async () => {
    const clients = clientsOf(directory(CLIENT));

    const [first, second] = [await find(clients, 'one'), await find(clients, 'one')];

    expect(first).toBeDefined();
    expect(second).toBe(first);
  });

  it('accepts keys of its own in a document', async () => {
    const document = { ...CLIENT, _id: 1, __v: 0, tenantId: 't', createdAt: new Date() };

    expect(await find(clientsOf(directory(document)), 'one')).toMatchObject({ client_id: 'one' });
  });

  it.each(['no', 1, {}, undefined, null, false])(
    'allows no origin unless allowsOrigin() returns true: %p',
    async (allowed) => {
      const clients = clientsOf({ find: () => CLIENT, allowsOrigin: () => allowed as boolean });
      expect(await clients.allowsOrigin(APP, OPTIONS)).toBe(false);
    },
  );
});
