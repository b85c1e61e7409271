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
import { Cancellation } from '../../lib/signup/cancellation';
import { type SignupContext, type SignupOptions, signUp } from '../../lib/signup/sign-up';
import { type ClientResolver, createClients, type ResolverOptions } from '../../lib/tenant/clients';
import { type ConnectionResolver, createConnections } from '../../lib/tenant/connections';
import type { ConnectionOptions } from '../../lib/tenant/database-connection';
import { insertUser } from '../../lib/users/insert-user';
import { fakeHasher } from '../support/fake-hasher';
import { storedUsers } from '../support/stored-users';
import { CONNECTION, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

const APP = 'https://app.example.com';
const OPEN = () => Promise.resolve();

interface Story extends Partial<Omit<SignupContext, 'users'>> {
  readonly connectionOptions?: ConnectionOptions;
  readonly gate?: () => Promise<void>;
  readonly insert?: SignupContext['users']['insert'];
}

/** A tenant with a real store, and a hasher that counts. */
async function start({ connectionOptions = {}, gate = OPEN, insert, ...given }: Story = {}) {
  const users: Model<User> = apps.model();
  await users.createIndexes();
  const hasher = fakeHasher();
  const context: SignupContext = {
    clients: createClients([{ client_id: 'CID', allowed_origins: [APP] }]),
    connections: createConnections([{ ...CONNECTION, options: connectionOptions }]),
    tellsUserExists: true,
    hasher,
    users: { gate, insert: insert ?? ((user) => insertUser(users, user)) },
    ...given,
  };
  return {
    users,
    hashed: hasher.hashed,
    signUp: (request: Partial<SignupRequest> = {}, options: Partial<SignupOptions> = {}) =>
      signUp(
        context,
        { ...REQUEST, ...request },
        { origin: undefined, cancellation: new Cancellation(), ...options },
      ),
  };
}

const USERNAME = 'missing username for DB connection with requires_username enabled';

describe('a sign-up', () => {
  it('stores the user under the connection and with the hash, and shows neither', async () => {
    const story = await start({ connectionOptions: { requires_username: true } });
    const profile = {
      given_name: 'John',
      family_name: 'Doe',
      name: 'John Doe',
      nickname: 'johnny',
      picture: 'http://example.org/jdoe.png',
      user_metadata: { plan: 'silver' },
    };

    const user = await story.signUp({ ...profile, username: ' JohnDoe ' });

    const shown = { email: 'a@example.com', username: 'johndoe', ...profile };
    expect(user).toStrictEqual({ _id: user._id, ...shown });
    expect(await storedUsers(story)).toStrictEqual([
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
    const story = await start({ hasher: apps.hasher });

    await story.signUp({ password: ' Abcdéf1! ' });

    const [{ password_hash } = { password_hash: '' }] = await storedUsers(story);
    expect(await apps.hasher.verify(' Abcdéf1! ', password_hash)).toBe(true);
    expect(await apps.hasher.verify('Abcdéf1!', password_hash)).toBe(false);
  });

  it("stores the connection's name, whatever the directory was asked for", async () => {
    const story = await start({ connections: createConnections({ find: () => CONNECTION }) });

    await story.signUp({ connection: 'db' });

    expect(await storedUsers(story)).toMatchObject([{ connection: 'DB' }]);
  });
});

describe('the checks', () => {
  const shut = () => Promise.reject(new TemporarilyUnavailableError());
  const strict: ConnectionOptions = {
    requires_username: true,
    password_dictionary: { enable: true },
    password_no_personal_info: { enable: true },
  };

  interface Attempt {
    readonly request: Partial<SignupRequest>;
    readonly origin: string;
    readonly disable_signup: boolean;
    readonly gate: () => Promise<void>;
  }

  /** Everything is wrong with it. */
  const WORST: Attempt = {
    request: { client_id: 'nobody', connection: 'nothing', password: 'weak' },
    origin: 'https://evil.example',
    disable_signup: true,
    gate: shut,
  };

  // What is told first, and what mends it, so that the next fault is told.
  const FAULTS: readonly { readonly told: string; readonly mend: Partial<Attempt> }[] = [
    { told: 'client not found', mend: { request: { client_id: 'CID' } } },
    { told: 'Origin https://evil.example is not allowed.', mend: { origin: APP } },
    { told: 'connection not found', mend: { request: { connection: 'DB' } } },
    { told: 'public signup is disabled', mend: { disable_signup: false } },
    { told: USERNAME, mend: { request: { username: 'a@b.co' } } },
    { told: 'The username cannot be an email.', mend: { request: { username: 'johndoe' } } },
    { told: 'Password is too weak', mend: { request: { password: 'Password1' } } },
    { told: 'Password is too common', mend: { request: { password: 'xJohnDoe1' } } },
    { told: 'Password contains user information', mend: { request: { password: 'Abcdef1!' } } },
    { told: 'Sign-up is temporarily unavailable. Try again later.', mend: { gate: OPEN } },
  ];

  function attempt(mended: number): Attempt {
    const mends = FAULTS.slice(0, mended).map(({ mend }) => mend);
    const requests = mends.map(({ request }) => request);
    return {
      ...Object.assign({}, WORST, ...mends),
      request: Object.assign({}, WORST.request, ...requests),
    };
  }

  it.each(FAULTS.map(({ told }, index) => ({ told, index })))(
    'come in their order, and before the hash: $told',
    async ({ told, index }) => {
      const { request, origin, disable_signup, gate } = attempt(index);
      const story = await start({ connectionOptions: { ...strict, disable_signup }, gate });

      await expect(story.signUp(request, { origin })).rejects.toThrow(new Error(told));

      expect(story.hashed).toEqual([]);
      expect(await storedUsers(story)).toEqual([]);
    },
  );

  it('are all that there is: with every fault mended the sign-up succeeds', async () => {
    const { request, origin, disable_signup, gate } = attempt(FAULTS.length);
    const story = await start({ connectionOptions: { ...strict, disable_signup }, gate });

    await story.signUp(request, { origin });

    expect(story.hashed).toEqual(['Abcdef1!']);
    expect(await storedUsers(story)).toHaveLength(1);
  });

  it('having passed, the password is hashed once, as it came, and for as long as somebody waits', async () => {
    const signals: unknown[] = [];
    const hasher = fakeHasher(({ signal }) => signals.push(signal));
    const story = await start({ connectionOptions: strict, hasher });

    const cancellation = new Cancellation();
    const request = { username: 'johndoe', password: ' Abcdef1! ' };

    await story.signUp(request, { origin: APP, cancellation });

    expect(hasher.hashed).toEqual([' Abcdef1! ']);
    expect(signals).toEqual([cancellation.signal]);
  });

  it('do not look whether the address is taken: that costs a hash like any other', async () => {
    const story = await start();
    await story.signUp();

    await expect(story.signUp()).rejects.toThrow(UserExistsError);

    expect(story.hashed).toHaveLength(2);
  });
});

describe('a fault of what a sign-up works with is told as it is', () => {
  const fault = new Error('out of order');

  it.each<[string, Story]>([
    ['the hasher', { hasher: fakeHasher(() => Promise.reject(fault)) }],
    ['the store', { insert: () => Promise.reject(fault) }],
    [
      'the store of a tenant that hides',
      { insert: () => Promise.reject(fault), tellsUserExists: false },
    ],
    ['the gate', { gate: () => Promise.reject(fault) }],
  ])('%s', async (_title, broken) => {
    const story = await start(broken);

    await expect(story.signUp()).rejects.toBe(fault);
    expect(await storedUsers(story)).toEqual([]);
  });
});

describe('a sign-up that nobody waits for any more', () => {
  it('hashes nothing when that happens before, whatever the hasher makes of signals', async () => {
    const request = new Cancellation();
    const gone = new Error('gone');
    const story = await start({ gate: async () => request.cancel(gone) });

    await expect(story.signUp({}, { cancellation: request })).rejects.toBe(gone);

    expect(story.hashed).toEqual([]);
  });

  it('stores nothing when that happens during the hash', async () => {
    const request = new Cancellation();
    const gone = new Error('gone');
    const story = await start({ hasher: fakeHasher(() => request.cancel(gone)) });

    await expect(story.signUp({}, { cancellation: request })).rejects.toBe(gone);

    expect(await storedUsers(story)).toEqual([]);
  });

  it('is stored and told when that happens during the insert', async () => {
    const request = new Cancellation();
    const users = apps.model();
    const story = await start({
      insert(user) {
        request.cancel(new Error('gone'));
        return insertUser(users, user);
      },
    });

    const { _id } = await story.signUp({}, { cancellation: request });

    expect(await storedUsers({ users })).toMatchObject([{ _id: String(_id) }]);
  });

  it('has the signal in every look-up', async () => {
    const asked: unknown[] = [];
    const directory: ClientResolver & ConnectionResolver = {
      find(_name: string | undefined, { signal }: ResolverOptions) {
        asked.push(signal);
        return { ...CONNECTION, client_id: 'CID' };
      },
      allowsOrigin: () => true,
    };
    const story = await start({
      clients: createClients(directory),
      connections: createConnections(directory),
    });

    const cancellation = new Cancellation();
    await story.signUp({}, { cancellation });

    const { signal } = cancellation;
    expect(asked).toEqual([signal, signal]);
  });

  it('is hashed whatever the directories make of their options', async () => {
    const seen: object[] = [];
    const spoil = (options: object) => {
      seen.push({ ...options });
      Object.assign(options, { signal: undefined, more: true });
      return { ...CONNECTION, client_id: 'CID' };
    };
    const directory = {
      find: (_name: string | undefined, options: ResolverOptions) => spoil(options),
      allowsOrigin: () => true,
    };
    const story = await start({
      clients: createClients(directory),
      connections: createConnections(directory),
      hasher: fakeHasher(spoil),
    });
    const cancellation = new Cancellation();

    await story.signUp({}, { cancellation });

    const { signal } = cancellation;
    expect(seen).toEqual([{ signal }, { signal }, { signal }]);
  });
});

describe('what is taken', () => {
  const TAKEN = [
    { what: 'email', request: {}, error: UserExistsError },
    { what: 'username', request: { email: 'b@example.com' }, error: UsernameExistsError },
  ] as const;

  it.each(TAKEN)('is told at a tenant that tells: $what', async ({ request, error }) => {
    const story = await start({ connectionOptions: { requires_username: true } });
    await story.signUp({ username: 'johndoe' });

    await expect(story.signUp({ username: 'johndoe', ...request })).rejects.toEqual(new error());
  });

  it.each(TAKEN)(
    'is hidden at a tenant that hides, except from the host: $what',
    async ({ what, request }) => {
      const story = await start({
        connectionOptions: { requires_username: true },
        tellsUserExists: false,
      });
      await story.signUp({ username: 'johndoe' });

      const error = await story
        .signUp({ username: 'johndoe', ...request })
        .catch((caught) => caught);

      expect(error).toBeInstanceOf(InvalidSignupError);
      expect(error.reason).toBe(what);
      expect(Object.keys(error)).not.toContain('reason');
      expect(JSON.stringify([error, { ...error }])).not.toContain(what);
      expect(error.cause).toBeUndefined();
    },
  );

  it('hides no other refusal', async () => {
    const refusal = new SignupRefusedError('signup_disabled', 'public signup is disabled');
    const story = await start({ insert: () => Promise.reject(refusal), tellsUserExists: false });

    await expect(story.signUp()).rejects.toBe(refusal);
  });
});
