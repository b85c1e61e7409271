import { runInNewContext } from 'node:vm';
import express from 'express';
import {
  type LockConfigurationOptions,
  lockConfigurationRouter,
  signupErrorHandler,
} from 'express-dbconnections';
import request from 'supertest';
import { CLIENT, CONNECTION } from '../support/use-signup-apps';

function get(path: string, options: Partial<LockConfigurationOptions> = {}) {
  const app = express();
  app.use(lockConfigurationRouter({ clients: [CLIENT], connections: [CONNECTION], ...options }));
  app.use(signupErrorHandler());
  return request(app).get(path);
}

/** The configuration for Lock: runs the script as a browser does. */
function configured(script: string): unknown {
  const told: unknown[] = [];
  runInNewContext(script, { Auth0: { setClient: (client: unknown) => told.push(client) } });
  expect(told).toHaveLength(1);
  return JSON.parse(JSON.stringify(told[0]));
}

describe('GET /client/<client_id>.js', () => {
  it("has the client's database connections and their rules", async () => {
    const response = await get('/client/CID.js?t1700000000000', {
      connections: [
        CONNECTION,
        {
          name: 'Names',
          strategy: 'auth0',
          enabled_clients: ['CID'],
          options: {
            passwordPolicy: 'fair',
            password_complexity_options: { min_length: 12 },
            requires_username: true,
            validation: { username: { min: 3, max: 20 } },
            disable_signup: true,
          },
        },
        { name: 'Google', strategy: 'google-oauth2', enabled_clients: ['CID'] },
        { name: 'Others', strategy: 'auth0', enabled_clients: ['another'] },
        { name: 'Nobody', strategy: 'auth0' },
      ],
    });
    expect(response.status).toBe(200);
    expect(configured(response.text)).toEqual({
      id: 'CID',
      strategies: [
        {
          name: 'auth0',
          connections: [
            {
              name: 'DB',
              passwordPolicy: 'good',
              requires_username: false,
              showSignup: true,
              showForgot: false,
            },
            {
              name: 'Names',
              passwordPolicy: 'fair',
              password_complexity_options: { min_length: 12 },
              requires_username: true,
              validation: { username: { min: 3, max: 20 } },
              showSignup: false,
              showForgot: false,
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['an absent passwordPolicy', {}, 'good'],
    ['an explicit null', { passwordPolicy: null }, 'none'],
    [
      'a flexible policy of nulls',
      { passwordPolicy: 'low', password_options: { complexity: { min_length: null as never } } },
      'low',
    ],
    ['the flexible policy', { password_options: { complexity: { min_length: 20 } } }, 'none'],
    [
      'a level beside max_length_exceeded',
      {
        passwordPolicy: 'low',
        password_options: { complexity: { max_length_exceeded: 'truncate' } },
      },
      'low',
    ],
  ] as const)('gives %s as the level that Lock checks', async (_what, options, level) => {
    const response = await get('/client/CID.js', { connections: [{ ...CONNECTION, options }] });
    expect(configured(response.text)).toMatchObject({
      strategies: [{ connections: [{ passwordPolicy: level }] }],
    });
  });

  it('is a script that pages of other origins may load, and caches keep for a minute', async () => {
    const { headers } = await get('/client/CID.js');
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
      'cache-control': 'public, max-age=60',
      etag: expect.any(String),
    });
    const again = await get('/client/CID.js').set('If-None-Match', String(headers.etag));
    expect(again.status).toBe(304);
  });

  it('reveals nothing else of a client or a connection', async () => {
    const { text } = await get('/client/CID.js', {
      clients: [
        { ...CLIENT, name: 'secret', client_secret: 'secret', callbacks: ['https://secret'] },
      ],
      connections: [
        { ...CONNECTION, id: 'secret', options: { configuration: { key: 'secret' } } },
        { ...CONNECTION, name: 'secret', enabled_clients: ['another'] },
      ],
    });
    expect(text).not.toContain('secret');
  });

  it.each([
    '</script><script>alert(1)</script>',
    '<!--',
    'line\u2028separator\u2029',
    'quotes " and \' and \\',
  ])('escapes the name %j', async (name) => {
    const { text } = await get('/client/CID.js', { connections: [{ ...CONNECTION, name }] });
    expect(text).not.toMatch(/[<>\u2028\u2029]/);
    expect(configured(text)).toMatchObject({ strategies: [{ connections: [{ name }] }] });
  });

  it.each(['nobody', 'constructor', '__proto__', 'x'.repeat(129)])(
    'answers 404 in JSON for the unknown client %s',
    async (client_id) => {
      const response = await get(`/client/${client_id}.js`);
      expect({ status: response.status, text: response.text }).toEqual({
        status: 404,
        text: '{"error":"not_found","error_description":"client not found"}',
      });
      expect(response.type).toBe('application/json');
    },
  );

  it('calls a resolver, whose failure leads to a 503', async () => {
    const clients = { find: (id?: string) => lookUp(id), allowsOrigin: () => true };
    expect((await get('/client/known.js', { clients })).status).toBe(200);
    expect((await get('/client/unknown.js', { clients })).status).toBe(404);
    const failing = await get('/client/broken.js', { clients });
    expect(failing.status).toBe(503);
    expect(failing.headers['retry-after']).toBe('1');
  });

  it('wraps an unexpected error in a ServerError for the host', async () => {
    const clients = { find: () => ({ client_id: 42 }) as never, allowsOrigin: () => true };
    const response = await get('/client/CID.js', { clients });
    expect(response.status).toBe(500);
    expect(response.text).not.toContain('42');
  });
});

async function lookUp(client_id?: string) {
  if (client_id === 'broken') {
    throw new Error('the database is down');
  }
  return client_id === 'known' ? { client_id } : null;
}

describe('lockConfigurationRouter', () => {
  it.each([
    ['connections from a resolver', { connections: { find: () => null } }, /connections is /],
    ['an unknown option', { flags: {} }, /flags is an object; there is no such option/],
    ['wrong clients', { clients: 'CID' }, /clients is a string; /],
  ])('rejects %s', (_what, options, message) => {
    const all = { clients: [CLIENT], connections: [CONNECTION], ...options };
    expect(() => lockConfigurationRouter(all as never)).toThrow(message);
  });
});

it.each(['%E0%A4%A', '%', '%zz'])(
  'responds to a path that cannot be decoded with a 404: %s',
  async (id) => {
    const response = await get(`/client/${id}.js`);
    expect(response.status).toBe(404);
    expect(response.body).toEqual({ error: 'not_found', error_description: 'client not found' });
  },
);
