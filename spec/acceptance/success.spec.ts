import { inspect } from 'node:util';
import { compare } from 'bcryptjs';
import { bcryptHasher, type DatabaseConnection, type PasswordHasher } from 'express-dbconnections';
import request from 'supertest';
import { expectSignup, expectSuccess, type Success } from '../support/expect-signup';
import { storedUsers } from '../support/stored-users';
import {
  CLIENT,
  CONNECTION,
  PATH,
  REQUEST,
  type SignupApp,
  useSignupApps,
} from '../support/use-signup-apps';

const apps = useSignupApps();

const FULL_BODY = {
  ...REQUEST,
  username: 'johndoe',
  given_name: 'John',
  family_name: 'Doe',
  name: 'John Doe',
  nickname: 'johnny',
  picture: 'http://example.org/jdoe.png',
};

const DICTIONARY = { enable: true, dictionary: ['Canary-7fQ!qvzx'] };

const FAILING_HASHER: PasswordHasher = {
  hash: () => Promise.reject(new Error('out of order')),
  verify: () => Promise.resolve(false),
};

/** All runs of six characters, to find parts of the password too. */
function sixLetterParts(text: string): string[] {
  return Array.from({ length: text.length - 5 }, (_, start) => text.slice(start, start + 6));
}

interface SuccessCase extends Partial<Success> {
  readonly title: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly connectionOptions?: DatabaseConnection['options'];
}

describe('a sign-up succeeds and stores exactly the documented fields', () => {
  it.each<SuccessCase>([
    { title: '1: with the four required fields', body: REQUEST },
    {
      title: '3: with every documented field',
      body: FULL_BODY,
      connectionOptions: { requires_username: true },
      shown: {
        email: 'a@example.com',
        username: 'johndoe',
        given_name: 'John',
        family_name: 'Doe',
        name: 'John Doe',
        nickname: 'johnny',
        picture: 'http://example.org/jdoe.png',
      },
    },
    {
      title: '4: with user_metadata',
      body: { ...REQUEST, user_metadata: { plan: 'silver', team_id: 'a111' } },
      shown: { email: 'a@example.com', user_metadata: { plan: 'silver', team_id: 'a111' } },
    },
    {
      title: '6: with an address in capital letters',
      body: { ...REQUEST, email: 'A@Example.COM' },
      shown: { email: 'a@example.com' },
    },
    {
      title: '7: with spaces around the address',
      body: { ...REQUEST, email: ' a@example.com ' },
      shown: { email: 'a@example.com' },
    },
    {
      title: '9: with the parameters that auth0.js adds',
      body: {
        ...REQUEST,
        scope: 'openid',
        sso: true,
        popup: true,
        auto_login: false,
        response_type: 'code',
        redirect_uri: 'https://app.example.com/callback',
        device: '',
      },
    },
    { title: '10: with app_metadata', body: { ...REQUEST, app_metadata: { admin: '1' } } },
    { title: '11: with email_verified', body: { ...REQUEST, email_verified: true } },
    {
      title: '12: with its own IDs, hash and times, which are ignored',
      body: {
        _id: '0123456789abcdef01234567',
        user_id: 'auth0|0123456789abcdef01234567',
        id: '1',
        password_hash: 'x',
        created_at: '2000-01-01T00:00:00.000Z',
        ...REQUEST,
      },
    },
    {
      title: '16: with spaces in the password, which are kept',
      body: { ...REQUEST, password: ' Passwords hide their chuck ' },
    },
    {
      title: 'with optional fields that are null or empty, which count as absent',
      body: {
        ...REQUEST,
        username: null,
        given_name: '',
        family_name: null,
        name: '',
        nickname: null,
        picture: '',
        user_metadata: null,
      },
    },
    {
      title: 'with a sub-address and dots, which are kept',
      body: { ...REQUEST, email: 'A.B+c@GoogleMail.com' },
      shown: { email: 'a.b+c@googlemail.com' },
    },
  ])('$title', async ({ body, connectionOptions = CONNECTION.options, title: _, ...success }) => {
    const app = await apps.start({ connectionOptions });

    await expectSignup(app, body, success);

    const [stored] = await storedUsers(app);
    expect(stored?._id).not.toBe('0123456789abcdef01234567');
  });

  it('8: without client_id, if one client is global', async () => {
    const { client_id: _, ...body } = REQUEST;
    const app = await apps.start({
      clients: [{ client_id: 'other' }, { ...CLIENT, global: true }],
    });

    await expectSignup(app, body);
  });

  it('without connection, if default_directory names one', async () => {
    const { connection: _, ...body } = REQUEST;
    const app = await apps.start({ default_directory: 'DB' });

    await expectSignup(app, body);
  });
});

describe('a form-encoded sign-up succeeds', () => {
  const postForm = (app: SignupApp, body: string) =>
    request(app.url).post(PATH).type('form').send(body);

  it('2: with the four required fields', async () => {
    const app = await apps.start();

    const response = await postForm(app, String(new URLSearchParams(REQUEST)));

    await expectSuccess(app, response, { shown: { email: 'a@example.com' } });
  });

  it('5: with user_metadata in brackets', async () => {
    const app = await apps.start();
    const body = `${new URLSearchParams(REQUEST)}&user_metadata[plan]=silver&user_metadata[team_id]=a111`;

    const response = await postForm(app, body);

    await expectSuccess(app, response, {
      shown: { email: 'a@example.com', user_metadata: { plan: 'silver', team_id: 'a111' } },
    });
  });

  it('13: with the parameters of auth0.js 7, whose username is the address', async () => {
    const app = await apps.start({
      connections: [{ ...CONNECTION, name: 'U', options: { passwordPolicy: 'none' } }],
    });

    const response = await postForm(
      app,
      'scope=openid&response_type=code&connection=U&username=ok%40x.com&password=p' +
        '&auto_login=false&sso=true&popup=true&user_metadata%5Bplan%5D=silver&client_id=CID' +
        '&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&email=ok%40x.com',
    ).set('Accept', 'text/html');

    await expectSuccess(app, response, {
      shown: { email: 'ok@x.com', user_metadata: { plan: 'silver' } },
      connection: 'U',
      password: 'p',
    });
  });
});

describe('the response to a sign-up', () => {
  it('14: is JSON even if the client accepts only HTML', async () => {
    const app = await apps.start();

    const response = await app.post(REQUEST).set('Accept', 'text/html');

    await expectSuccess(app, response, { shown: { email: 'a@example.com' } });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('15: has no-store, nosniff and the rate-limit headers', async () => {
    const app = await apps.start({ rateLimit: {} });
    const before = Math.floor(Date.now() / 1000);

    const { headers } = await app.post(REQUEST);

    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-ratelimit-limit': '50',
      'x-ratelimit-remaining': '49',
      'x-ratelimit-reset': expect.stringMatching(/^\d+$/),
    });
    expect(Number(headers['x-ratelimit-reset']) - before).toBeGreaterThanOrEqual(60);
    expect(Number(headers['x-ratelimit-reset']) - before).toBeLessThanOrEqual(65);
  });
});

describe('the password', () => {
  it('92: is stored as a bcrypt hash of cost 10 by default', async () => {
    const hasher = bcryptHasher({ threads: 1 });
    const app = await apps.start({ hasher });

    await app.post(REQUEST);

    const [{ password_hash } = { password_hash: '' }] = await storedUsers(app);
    expect(password_hash).toMatch(/^\$2[ab]\$10\$/);
    expect(await compare(REQUEST.password, password_hash)).toBe(true);
    expect(await compare(`${REQUEST.password} `, password_hash)).toBe(false);
    await hasher.close?.();
  });

  it.each([
    { response: 'a success', body: {} },
    { response: 'a taken address', body: {}, times: 2 },
    { response: 'a weak password', body: { password: 'canaryqvzxwkbird' } },
    { response: 'a common password', body: {}, options: { password_dictionary: DICTIONARY } },
    { response: "a password with the user's name", body: { name: 'canary' } },
    {
      response: 'a password that is too long',
      body: { password: `Canary-7fQ!${'qvzxwk'.repeat(11)}` },
    },
    { response: 'a password that is not a string', body: { password: ['Canary-7fQ!qvzx'] } },
    { response: 'a password with a NUL', body: { password: 'Canary-7fQ!\0qvzx' } },
    { response: 'another invalid field', body: { given_name: 7 } },
    {
      response: 'a wrong username',
      body: { username: 'a/b' },
      options: { requires_username: true },
    },
    { response: 'an unknown client', body: { client_id: 'nobody' } },
    { response: 'an unknown connection', body: { connection: 'nothing' } },
    { response: 'a body that is not JSON', body: '{"password":Canary-7fQ!qvzx' },
    { response: 'a body that is too large', body: { filler: 'x'.repeat(200_000) } },
    { response: 'a hasher that fails', body: {}, hasher: FAILING_HASHER },
  ])('17: appears in no response and no error: $response', async (example) => {
    const { body, times = 1, options = {}, hasher = apps.hasher } = example;
    const password = 'Canary-7fQ!qvzx';
    const printed = ['error', 'warn', 'log', 'info'] as const;
    const spies = printed.map((name) => jest.spyOn(console, name).mockImplementation());
    const app = await apps.start({
      hasher,
      connectionOptions: { password_no_personal_info: { enable: true }, ...options },
    });

    for (let sent = 1; sent <= times; sent += 1) {
      const { text, headers } = await app.post(
        typeof body === 'string' ? body : { ...REQUEST, password, ...body },
      );

      const outputs = [text, headers, app.errors, spies.map(({ mock }) => mock.calls)];
      const printedText = inspect(outputs, {
        depth: Infinity,
        showHidden: true,
        maxStringLength: Infinity,
      });
      const leaks = sixLetterParts('Canary-7fQ!qvzxcanaryqvzxwkbird').filter((part) =>
        printedText.includes(part),
      );
      expect(leaks).toEqual([]);
    }
    jest.restoreAllMocks();
  });
});
