import type { User } from 'express-dbconnections';
import type { Model } from 'mongoose';
import {
  InvalidSignupError,
  SignupRefusedError,
  TemporarilyUnavailableError,
  UserExistsError,
  UsernameExistsError,
} from '../../lib/errors';
import type { SignupRequest } from '../../lib/fields/profile';
import type { ClientResolver, ResolverOptions } from '../../lib/options/client';
import type { ConnectionResolver } from '../../lib/options/connection';
import type { ConnectionOptions } from '../../lib/options/connection-options';
import { type SignupContext, type SignupOptions, signUp } from '../../lib/signup/sign-up';
import { UserStore } from '../../lib/users/user-store';
import { fakeHasher } from '../support/fake-hasher';
import { clientsOf, connectionsOf } from '../support/settings';
import { storedUsers } from '../support/stored-users';
import { CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

const APP = 'https://app.example.com';
const AVAILABLE = () => Promise.resolve();

type Store = SignupContext['users'];

interface Setup extends Partial<Omit<SignupContext, 'users'>> {
  readonly connectionOptions?: ConnectionOptions;
  readonly assertAvailable?: Store['assertAvailable'];
  readonly insert?: (...args: Parameters<Store['insert']>) => Promise<never>;
  /** Is called when the driver gets the insert. */
  readonly duringInsert?: () => void;
}

/** A tenant with a real store, and a hasher that records the passwords. */
async function start({
  connectionOptions = {},
  assertAvailable = AVAILABLE,
  insert,
  duringInsert,
  ...given
}: Setup = {}) {
  const users: Model<User> = apps.model();
  await users.createIndexes();
  const store = new UserStore(users);
  const insertOne = users.collection.insertOne.bind(users.collection);
  jest.spyOn(users.collection, 'insertOne').mockImplementation((...args) => {
    duringInsert?.();
    return insertOne(...args);
  });
  const hasher = fakeHasher();
  const context: SignupContext = {
    clients: clientsOf([{ client_id: 'CID', allowed_origins: [APP] }]),
    connections: connectionsOf([{ ...CONNECTION, options: connectionOptions }]),
    revealsUserExists: true,
    hasher,
    users: {
      assertAvailable,
      insert: insert ?? ((user, options) => store.insert(user, options)),
    },
    ...given,
  };
  return {
    users,
    hashed: hasher.hashed,
    signUp: (request: Partial<SignupRequest> = {}, options: Partial<SignupOptions> = {}) =>
      signUp(
        context,
        { ...REQUEST, ...request },
        { origin: undefined, signal: new AbortController().signal, ...options },
      ),
  };
}

const USERNAME = 'missing username for DB connection with requires_username enabled';

describe('signUp()', () => {
  it('stores the user with connection and hash, and returns neither', async () => {
    const tenant = await start({ connectionOptions: { requires_username: true } });
    const profile = {
      given_name: 'John',
      family_name: 'Doe',
      name: 'John Doe',
      nickname: 'johnny',
      picture: 'http://example.org/jdoe.png',
      user_metadata: { plan: 'silver' },
    };

    const user = await tenant.signUp({ ...profile, username: ' JohnDoe ' });

    const shown = { email: 'a@example.com', username: 'johndoe', ...profile };
    expect(user).toStrictEqual({ _id: user._id, email_verified: false, ...shown });
    expect(await storedUsers(tenant)).toStrictEqual([
      {
        ...shown,
        _id: user._id.toHexString(),
        connection: 'DB',
        email_verified: false,
        password_hash: 'hash of Abcdef1!',
        created_at: expect.any(Date),
        updated_at: expect.any(Date),
      },
    ]);
  });

  it('stores a hash that verifies', async () => {
    const tenant = await start({ hasher: apps.hasher });

    await tenant.signUp({ password: ' Abcdéf1! ' });

    const [{ password_hash } = { password_hash: '' }] = await storedUsers(tenant);
    expect(await apps.hasher.verify(' Abcdéf1! ', password_hash)).toBe(true);
    expect(await apps.hasher.verify('Abcdéf1!', password_hash)).toBe(false);
  });

  it('stores the name of the connection that was found, not the one in the request', async () => {
    const tenant = await start({ connections: connectionsOf({ find: () => CONNECTION }) });

    await tenant.signUp({ connection: 'db' });

    expect(await storedUsers(tenant)).toMatchObject([{ connection: 'DB' }]);
  });
});

describe('the checks', () => {
  const unavailable = () => Promise.reject(new TemporarilyUnavailableError());
  const strict: ConnectionOptions = {
    requires_username: true,
    password_dictionary: { enable: true },
    password_no_personal_info: { enable: true },
  };

  interface Attempt {
    readonly request: Partial<SignupRequest>;
    readonly origin: string;
    readonly disable_signup: boolean;
    readonly assertAvailable: Store['assertAvailable'];
  }

  /** An attempt with every error. */
  const WORST: Attempt = {
    request: { client_id: 'nobody', connection: 'nothing', password: 'weak' },
    origin: 'https://evil.example',
    disable_signup: true,
    assertAvailable: unavailable,
  };

  // The errors in their order, each with the fix that lets the next one appear.
  const ERRORS: readonly { readonly message: string; readonly fix: Partial<Attempt> }[] = [
    { message: 'client not found', fix: { request: { client_id: 'CID' } } },
    { message: 'Origin https://evil.example is not allowed.', fix: { origin: APP } },
    { message: 'connection not found', fix: { request: { connection: 'DB' } } },
    { message: 'public signup is disabled', fix: { disable_signup: false } },
    { message: USERNAME, fix: { request: { username: 'a@b.co' } } },
    { message: 'The username cannot be an email.', fix: { request: { username: 'johndoe' } } },
    { message: 'Password is too weak', fix: { request: { password: 'Password1' } } },
    { message: 'Password is too common', fix: { request: { password: 'xJohnDoe1' } } },
    { message: 'Password contains user information', fix: { request: { password: 'Abcdef1!' } } },
    {
      message: 'The service is temporarily unavailable. Try again later.',
      fix: { assertAvailable: AVAILABLE },
    },
  ];

  function attempt(fixed: number): Attempt {
    const fixes = ERRORS.slice(0, fixed).map(({ fix }) => fix);
    const requests = fixes.map(({ request }) => request);
    return {
      ...Object.assign({}, WORST, ...fixes),
      request: Object.assign({}, WORST.request, ...requests),
    };
  }

  it.each(ERRORS.map(({ message }, index) => ({ message, index })))(
    'run in their order, and before the hash: $message',
    async ({ message, index }) => {
      const { request, origin, disable_signup, assertAvailable } = attempt(index);
      const tenant = await start({
        connectionOptions: { ...strict, disable_signup },
        assertAvailable,
      });

      await expect(tenant.signUp(request, { origin })).rejects.toThrow(new Error(message));

      expect(tenant.hashed).toEqual([]);
      expect(await storedUsers(tenant)).toEqual([]);
    },
  );

  it('are complete: with every error fixed the sign-up succeeds', async () => {
    const { request, origin, disable_signup, assertAvailable } = attempt(ERRORS.length);
    const tenant = await start({
      connectionOptions: { ...strict, disable_signup },
      assertAvailable,
    });

    await tenant.signUp(request, { origin });

    expect(tenant.hashed).toEqual(['Abcdef1!']);
    expect(await storedUsers(tenant)).toHaveLength(1);
  });

  it('include no look-up of the address: a taken one costs a hash like any other', async () => {
    const tenant = await start();
    await tenant.signUp();

    await expect(tenant.signUp()).rejects.toThrow(UserExistsError);

    expect(tenant.hashed).toHaveLength(2);
  });
});

it('the password is hashed once, unchanged, with the signal of the request', async () => {
  const signals: unknown[] = [];
  const hasher = fakeHasher(({ signal }) => signals.push(signal));
  const tenant = await start({ hasher });
  const { signal } = new AbortController();

  await tenant.signUp({ password: ' Abcdef1! ' }, { origin: APP, signal });

  expect(hasher.hashed).toEqual([' Abcdef1! ']);
  expect(signals).toEqual([signal]);
});

describe('an error is passed on unchanged', () => {
  const error = new Error('out of order');

  it.each<[string, Setup]>([
    ['of the hasher', { hasher: fakeHasher(() => Promise.reject(error)) }],
    ['of the store', { insert: () => Promise.reject(error) }],
    [
      'of the store, if the tenant does not reveal users',
      { insert: () => Promise.reject(error), revealsUserExists: false },
    ],
    ['of a store that is not available', { assertAvailable: () => Promise.reject(error) }],
  ])('%s', async (_title, broken) => {
    const tenant = await start(broken);

    await expect(tenant.signUp()).rejects.toBe(error);
    expect(await storedUsers(tenant)).toEqual([]);
  });
});

describe('when the signal is aborted', () => {
  const REASON = new Error('gone');
  let controller: AbortController;
  beforeEach(() => {
    controller = new AbortController();
  });
  const abort = () => controller.abort(REASON);

  it('before the hash, nothing is hashed, even by a hasher that ignores signals', async () => {
    const tenant = await start({ assertAvailable: async () => abort() });

    await expect(tenant.signUp({}, { signal: controller.signal })).rejects.toBe(REASON);

    expect(tenant.hashed).toEqual([]);
  });

  it('during the hash, nothing is stored', async () => {
    const tenant = await start({ hasher: fakeHasher(abort) });

    await expect(tenant.signUp({}, { signal: controller.signal })).rejects.toBe(REASON);

    expect(await storedUsers(tenant)).toEqual([]);
  });

  it('during the insert, the user is stored and returned', async () => {
    const tenant = await start({ duringInsert: abort });

    const { _id } = await tenant.signUp({}, { signal: controller.signal });

    expect(await storedUsers(tenant)).toMatchObject([{ _id: String(_id) }]);
  });
});

describe('the options of resolvers and hasher', () => {
  it('have the signal of the request', async () => {
    const seen: unknown[] = [];
    const resolver: ClientResolver & ConnectionResolver = {
      find(_name: string | undefined, { signal }: ResolverOptions) {
        seen.push(signal);
        return { ...CONNECTION, client_id: 'CID' };
      },
      allowsOrigin: () => true,
    };
    const tenant = await start({
      clients: clientsOf(resolver),
      connections: connectionsOf(resolver),
    });

    const { signal } = new AbortController();
    await tenant.signUp({}, { signal });

    expect(seen).toEqual([signal, signal]);
  });

  it('are an object of its own for each, which it may change', async () => {
    const seen: object[] = [];
    const spoil = (options: object) => {
      seen.push({ ...options });
      Object.assign(options, { signal: undefined, more: true });
      return { ...CONNECTION, client_id: 'CID' };
    };
    const resolver = {
      find: (_name: string | undefined, options: ResolverOptions) => spoil(options),
      allowsOrigin: () => true,
    };
    const tenant = await start({
      clients: clientsOf(resolver),
      connections: connectionsOf(resolver),
      hasher: fakeHasher(spoil),
    });
    const { signal } = new AbortController();

    await tenant.signUp({}, { signal });

    expect(seen).toEqual([{ signal }, { signal }, { signal }]);
  });
});

describe('a taken value', () => {
  const TAKEN = [
    { what: 'email', request: {}, error: UserExistsError },
    { what: 'username', request: { email: 'b@example.com' }, error: UsernameExistsError },
  ] as const;

  it.each(TAKEN)('is named if the tenant reveals users: $what', async ({ request, error }) => {
    const tenant = await start({ connectionOptions: { requires_username: true } });
    await tenant.signUp({ username: 'johndoe' });

    await expect(tenant.signUp({ username: 'johndoe', ...request })).rejects.toEqual(new error());
  });

  it.each(TAKEN)(
    'is named only in the reason for the host otherwise: $what',
    async ({ what, request }) => {
      const tenant = await start({
        connectionOptions: { requires_username: true },
        revealsUserExists: false,
      });
      await tenant.signUp({ username: 'johndoe' });

      const error = await tenant
        .signUp({ username: 'johndoe', ...request })
        .catch((caught) => caught);

      expect(error).toBeInstanceOf(InvalidSignupError);
      expect(error.reason).toBe(what);
      expect(Object.keys(error)).not.toContain('reason');
      expect(JSON.stringify([error, { ...error }])).not.toContain(what);
      expect(error.cause).toBeUndefined();
    },
  );

  it('is the only refusal that is replaced', async () => {
    const refusal = new SignupRefusedError('signup_disabled', 'public signup is disabled');
    const tenant = await start({ insert: () => Promise.reject(refusal), revealsUserExists: false });

    await expect(tenant.signUp()).rejects.toBe(refusal);
  });
});
