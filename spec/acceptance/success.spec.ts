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

const BROKEN_HASHER: PasswordHasher = {
  hash: () => Promise.reject(new Error('out of order')),
  verify: () => Promise.resolve(false),
};

/** So that a part of the password is noticed too. */
function sixLetterParts(text: string): string[] {
  return Array.from({ length: text.length - 5 }, (_, start) => text.slice(start, start + 6));
}

interface SuccessCase extends Partial<Success> {
  readonly title: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly connectionOptions?: DatabaseConnection['options'];
}

describe('a sign-up succeeds, and stores what was asked for and nothing else', () => {
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
      title: '7: with an address between spaces',
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
      title: '12: with IDs, a hash and times of its own',
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
      title: '16: with spaces in the password, which stay',
      body: { ...REQUEST, password: ' Passwords hide their chuck ' },
    },
    {
      title: 'with optional fields that are null or empty, as if they were absent',
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
      title: 'with a sub-address and dots, which stay',
      body: { ...REQUEST, email: 'A.B+c@GoogleMail.com' },
      shown: { email: 'a.b+c@googlemail.com' },
    },
  ])('$title', async ({ body, connectionOptions = CONNECTION.options, title: _, ...success }) => {
    const app = await apps.start({ connectionOptions });

    await expectSignup(app, body, success);

    const [stored] = await storedUsers(app);
    expect(stored?._id).not.toBe('0123456789abcdef01234567');
  });

  it('8: without client_id, where one client is global', async () => {
    const { client_id: _, ...body } = REQUEST;
    const app = await apps.start({
      clients: [{ client_id: 'other' }, { ...CLIENT, global: true }],
    });

    await expectSignup(app, body);
  });

  it('without connection, where default_directory names one', async () => {
    const { connection: _, ...body } = REQUEST;
    const app = await apps.start({ default_directory: 'DB' });

    await expectSignup(app, body);
  });
});

describe('a sign-up in form encoding succeeds as well', () => {
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

  it('13: with the words of auth0.js 7, whose username is the address', async () => {
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

describe('the answer to a sign-up', () => {
  it('14: is JSON even to those who ask for HTML', async () => {
    const app = await apps.start();

    const response = await app.post(REQUEST).set('Accept', 'text/html');

    await expectSuccess(app, response, { shown: { email: 'a@example.com' } });
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  it('15: is kept by no cache, is what it says it is, and counts the sign-ups that are left', async () => {
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
  it('92: is stored as bcrypt of cost 10 by default, which verifies', async () => {
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
    { answer: 'a success', body: {} },
    { answer: 'a taken address', body: {}, times: 2 },
    { answer: 'a weak password', body: { password: 'canaryqvzxwkbird' } },
    { answer: 'a common password', body: {}, options: { password_dictionary: DICTIONARY } },
    { answer: 'a password with the own name', body: { name: 'canary' } },
    {
      answer: 'a password that is too long',
      body: { password: `Canary-7fQ!${'qvzxwk'.repeat(11)}` },
    },
    { answer: 'a password that is no text', body: { password: ['Canary-7fQ!qvzx'] } },
    { answer: 'a password with a NUL', body: { password: 'Canary-7fQ!\0qvzx' } },
    { answer: 'another field that is wrong', body: { given_name: 7 } },
    { answer: 'a wrong username', body: { username: 'a/b' }, options: { requires_username: true } },
    { answer: 'an unknown client', body: { client_id: 'nobody' } },
    { answer: 'an unknown connection', body: { connection: 'nothing' } },
    { answer: 'a body that is no JSON', body: '{"password":Canary-7fQ!qvzx' },
    { answer: 'a body that is too large', body: { filler: 'x'.repeat(200_000) } },
    { answer: 'a hasher that fails', body: {}, hasher: BROKEN_HASHER },
  ])('17: is in no answer and in no error that a host could log: $answer', async (given) => {
    const { body, times = 1, options = {}, hasher = apps.hasher } = given;
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

      const words = [text, headers, app.errors, spies.map(({ mock }) => mock.calls)];
      const said = inspect(words, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
      const leaks = sixLetterParts('Canary-7fQ!qvzxcanaryqvzxwkbird').filter((part) =>
        said.includes(part),
      );
      expect(leaks).toEqual([]);
    }
    jest.restoreAllMocks();
  });
});
