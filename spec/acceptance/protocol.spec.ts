import request from 'supertest';
import { badRequest, expectFailure, protocolFailure, sentence } from '../support/expect-failure';
import { storedUsers } from '../support/stored-users';
import { CLIENT, PATH, REQUEST, useSignupApps } from '../support/use-signup-apps';

const apps = useSignupApps();

// Dozens of sign-ups each.
jest.setTimeout(30_000);

const APP = 'https://app.example.com';
const LISTED = { clients: [{ ...CLIENT, allowed_origins: [APP] }] };
const MEDIA_TYPE = protocolFailure(
  415,
  'unsupported_media_type',
  'Send application/json or application/x-www-form-urlencoded.',
);

describe('an invalid request', () => {
  it.each(['{"client_id":"CID",}', '{', 'null', '"text"', '[]', '7', '{"a":1}}'])(
    '71: rejects JSON that is malformed or not an object: %s',
    async (body) => {
      const app = await apps.start();

      expectFailure(
        await app.post(body),
        protocolFailure(400, 'invalid_body', 'The body is not a valid JSON object.'),
      );
    },
  );

  it.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    "'application/json'",
  ])('72: rejects other media types: %s', async (type) => {
    const app = await apps.start();

    const response = await request(app.url)
      .post(PATH)
      .set('Content-Type', type)
      .send(JSON.stringify(REQUEST));

    expectFailure(response, MEDIA_TYPE);
  });

  it.each(['get', 'put', 'patch', 'delete'] as const)(
    '73: rejects other methods: %s',
    async (method) => {
      const app = await apps.start();

      const response = await request(app.url)[method](PATH).query(REQUEST);

      expectFailure(
        response,
        protocolFailure(405, 'method_not_allowed', 'Use POST.', { allow: 'POST' }),
      );
      expect(await storedUsers(app)).toEqual([]);
    },
  );

  it('73: rejects HEAD, without a body', async () => {
    const app = await apps.start();

    const { status, headers } = await request(app.url).head(PATH);

    expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'POST' });
  });

  it('74: rejects a body over the limit', async () => {
    const app = await apps.start();

    const response = await app.post({ ...REQUEST, filler: 'x'.repeat(100 * 1024) });

    expectFailure(
      response,
      protocolFailure(413, 'payload_too_large', 'The request body is too large.'),
    );
    expect(await storedUsers(app)).toEqual([]);
  });

  it('ignores parameters in the URL', async () => {
    const app = await apps.start();

    const response = await request(app.url).post(PATH).query(REQUEST).send({});

    expectFailure(response, sentence('client_id is required'));
  });
});

describe('the rate limit', () => {
  const post = (url: string, count: number) =>
    request(url)
      .post(PATH)
      .send({ ...REQUEST, email: `u${count}@example.com` });

  it('75: rejects the 51st sign-up in a minute from one IP address', async () => {
    const app = await apps.start({ rateLimit: {} });
    for (let count = 1; count <= 50; count += 1) {
      expect((await post(app.url, count)).status).toBe(200);
    }

    const response = await post(app.url, 51);

    expectFailure(response, {
      status: 429,
      body: {
        name: 'AnomalyDetected',
        message: 'Too many signups from the same IP',
        code: 'too_many_requests',
        description: 'Too many signups from the same IP',
        statusCode: 429,
      },
      headers: {
        'x-ratelimit-limit': '50',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': /^\d{10}$/,
        'retry-after': /^(?:[1-9]|[1-5]\d|60)$/,
      },
    });
    expect(await storedUsers(app)).toHaveLength(50);
  });

  it('76: does not count malformed requests', async () => {
    const app = await apps.start({ rateLimit: {} });
    for (let count = 1; count <= 60; count += 1) {
      expect((await app.post(count % 2 === 0 ? '{' : {})).status).toBe(400);
    }

    expect((await app.post(REQUEST)).status).toBe(200);
  });

  it('76: counts rejected well-formed requests', async () => {
    const app = await apps.start({ rateLimit: { limit: 2 } });
    const statuses = [];
    for (let count = 1; count <= 3; count += 1) {
      statuses.push((await app.post({ ...REQUEST, password: 'weak' })).status);
    }

    expect(statuses).toEqual([400, 400, 429]);
  });

  it('77: does not apply where the host skips it', async () => {
    const app = await apps.start({ rateLimit: { skip: ({ ip }) => ip === '127.0.0.1' } });
    for (let count = 1; count <= 60; count += 1) {
      expect((await post(app.url, count)).status).toBe(200);
    }
  });
});

describe('a page of another origin', () => {
  it('82: gets a preflight response that allows POST', async () => {
    const app = await apps.start(LISTED);

    const { status, headers } = await request(app.url)
      .options(PATH)
      .set('Origin', APP)
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'auth0-client,content-type');

    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(APP);
    expect(headers['access-control-allow-methods']).toBe('POST');
    expect(headers['access-control-allow-headers']?.toLowerCase().split(',')).toEqual(
      expect.arrayContaining(['auth0-client', 'content-type', 'x-request-language']),
    );
    expect(headers.vary).toContain('Origin');
  });

  it.each<{ response: string; body: object | string; status: number }>([
    { response: 'a success', body: REQUEST, status: 200 },
    { response: 'a malformed body', body: '{', status: 400 },
    { response: 'a missing field', body: {}, status: 400 },
    { response: 'an unknown client', body: { ...REQUEST, client_id: 'x' }, status: 400 },
    { response: 'a weak password', body: { ...REQUEST, password: 'weak' }, status: 400 },
  ])('83: may read $response', async ({ body, status }) => {
    const app = await apps.start(LISTED);

    const response = await app.post(body).set('Origin', APP);

    expect(response.status).toBe(status);
    expect(response.headers['access-control-allow-origin']).toBe(APP);
    expect(response.headers['access-control-expose-headers']).toContain('X-RateLimit-Reset');
  });

  it('84: is rejected if its client does not allow the origin', async () => {
    const app = await apps.start(LISTED);

    const response = await app.post(REQUEST).set('Origin', 'https://evil.example');

    expectFailure(
      response,
      protocolFailure(403, 'access_denied', 'Origin https://evil.example is not allowed.'),
    );
    expect(response.headers).not.toHaveProperty('access-control-allow-origin');
    expect(await storedUsers(app)).toEqual([]);
  });

  it('84: may read that error if another client allows the origin', async () => {
    const other = { client_id: 'other', allowed_origins: ['https://other.example.com'] };
    const app = await apps.start({ clients: [...LISTED.clients, other] });

    const response = await app.post(REQUEST).set('Origin', 'https://other.example.com');

    expectFailure(
      response,
      protocolFailure(403, 'access_denied', 'Origin https://other.example.com is not allowed.', {
        'access-control-allow-origin': 'https://other.example.com',
      }),
    );
    expect(await storedUsers(app)).toEqual([]);
  });
});

describe('90: an error body has either `error` or `code`, never both', () => {
  it.each<{ shape: string; body: object | string; keys: string[] }>([
    { shape: 'A, a taken address', body: REQUEST, keys: Object.keys(badRequest('', '').body) },
    {
      shape: 'A, a weak password',
      body: { ...REQUEST, password: 'weak' },
      keys: ['name', 'message', 'code', 'description', 'policy', 'statusCode'],
    },
    { shape: 'B, a missing field', body: {}, keys: ['error'] },
    { shape: 'B, an unknown connection', body: { ...REQUEST, connection: 'x' }, keys: ['error'] },
    { shape: 'C, a malformed body', body: '{', keys: ['error', 'error_description'] },
  ])('shape $shape', async ({ body, keys }) => {
    const app = await apps.start();
    await app.post(REQUEST);

    const response = await app.post(body);

    expect(Object.keys(response.body)).toEqual(keys);
  });
});
